using System.Text.Json.Serialization;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Payments;

namespace Ticketing.Api.Bookings;

/// <summary>A booking as its owner sees it. Amounts are whole units of <paramref name="Currency"/>.</summary>
/// <param name="ExpiresAt">Until when it has to be paid.</param>
sealed record BookingResponse(
    Guid Id, string Reference, long ShowingId, BookingStatus Status, long Amount, string Currency, DateTimeOffset ExpiresAt, string Email,
    IReadOnlyList<BookedSeatResponse> Seats)
{
    /// <summary>Only of a confirmed booking.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TicketResponse>? Tickets { get; init; }

    /// <summary>The latest attempt to pay.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentStateResponse? Payment { get; init; }

    /// <summary>Needs the seats loaded.</summary>
    public static BookingResponse Of(Booking booking) => new(
        booking.Id, booking.Reference, booking.ShowingId, booking.Status, booking.Amount, booking.Currency, booking.ExpiresAt, booking.Email,
        [.. booking.Seats.OrderBy(seat => seat.Seat.Index).Select(BookedSeatResponse.Of)]);
}

/// <param name="Index">Place in the layout.</param>
/// <param name="Label">Row and number, e.g. <c>H12</c>.</param>
sealed record BookedSeatResponse(int Index, string Row, int Number, string Label, Concession Concession, long Price)
{
    public static BookedSeatResponse Of(BookingSeat seat) =>
        new(seat.Seat.Index, seat.Seat.Row, seat.Seat.Number, seat.Seat.Label, seat.Concession, seat.Price);
}

/// <param name="Seat">Row and number, e.g. <c>H12</c>.</param>
/// <param name="Code">The text of the QR code.</param>
sealed record TicketResponse(Guid Id, string Seat, string Code);

/// <param name="CardDeclined">The last card was declined; while the attempt is open, another may be tried.</param>
sealed record PaymentStateResponse(PaymentAttemptStatus Status, string? CheckoutUrl, bool CardDeclined);
