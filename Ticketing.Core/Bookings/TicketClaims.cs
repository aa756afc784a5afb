using System.Text.Json.Serialization;
using Ticketing.Core.Catalogue;

namespace Ticketing.Core.Bookings;

/// <summary>What a ticket's code says; member names are one letter to keep the QR code coarse.</summary>
/// <param name="TicketId">The <see cref="Ticket.Id"/>.</param>
/// <param name="Reference">The <see cref="Booking.Reference"/>.</param>
/// <param name="SeatLabel">Row and number, e.g. <c>H12</c>.</param>
/// <param name="StartsAt">The showing's start in Unix seconds, as it was when the ticket was issued.</param>
/// <param name="Concession">Whom the ticket is for, which the door has to look at; null in codes of the form T1, which do not say it.</param>
/// <param name="IssuedAt">In Unix seconds, by which a door tells a ticket that its list is too old for; null in codes of the form T1.</param>
public sealed record TicketClaims(
    [property: JsonPropertyName("t")] Guid TicketId,
    [property: JsonPropertyName("b")] string Reference,
    [property: JsonPropertyName("s")] long ShowingId,
    [property: JsonPropertyName("l")] string SeatLabel,
    [property: JsonPropertyName("d")] long StartsAt,
    [property: JsonPropertyName("c"), JsonConverter(typeof(JsonStringEnumConverter<Concession>))] Concession? Concession = null,
    [property: JsonPropertyName("i")] long? IssuedAt = null);
