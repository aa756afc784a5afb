using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Api.Bookings;

/// <summary>Bookings as answers show them.</summary>
static class BookingResponses
{
    /// <summary>Needs the seats loaded.</summary>
    public static BookingResponse ToResponse(this Booking booking) => new(
        booking.Id, booking.Reference, booking.ShowingId, booking.Status, booking.Amount, booking.Currency, booking.ExpiresAt, booking.Email,
        [.. booking.Seats.OrderBy(seat => seat.Seat.Index).Select(ToResponse)]);

    static BookedSeatResponse ToResponse(BookingSeat seat) =>
        new(seat.Seat.Index, seat.Seat.Row, seat.Seat.Number, seat.Seat.Label, seat.Concession, seat.Price, seat.FreedAt is not null);

    public static RefundResponse ToResponse(this Refund refund) =>
        new(refund.Id, refund.Amount, refund.Reason, refund.Status, refund.RequestedAt, refund.CompletedAt);
}
