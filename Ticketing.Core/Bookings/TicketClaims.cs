using System.Text.Json.Serialization;

namespace Ticketing.Core.Bookings;

/// <summary>What a ticket's code says; member names are one letter to keep the QR code coarse.</summary>
/// <param name="TicketId">The <see cref="Ticket.Id"/>.</param>
/// <param name="Reference">The <see cref="Booking.Reference"/>.</param>
/// <param name="SeatLabel">Row and number, e.g. <c>H12</c>.</param>
/// <param name="StartsAt">The showing's start in Unix seconds.</param>
public sealed record TicketClaims(
    [property: JsonPropertyName("t")] Guid TicketId,
    [property: JsonPropertyName("b")] string Reference,
    [property: JsonPropertyName("s")] long ShowingId,
    [property: JsonPropertyName("l")] string SeatLabel,
    [property: JsonPropertyName("d")] long StartsAt);
