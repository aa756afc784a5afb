using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Payments;

namespace Ticketing.Web.Pages.Bookings;

sealed record BookingRequest(long ShowingId, string HoldId, string Email, string Language, IReadOnlyList<BookingRequestSeat> Seats);

sealed record BookingRequestSeat(int Index, Concession Concession);

/// <param name="Amount">Whole units of <paramref name="Currency"/>.</param>
sealed record BookingAnswer(
    Guid Id, string Reference, long ShowingId, BookingStatus Status, long Amount, string Currency, DateTimeOffset ExpiresAt, string Email,
    IReadOnlyList<BookedSeatAnswer> Seats)
{
    public IReadOnlyList<TicketAnswer> Tickets { get; init; } = [];
    public PaymentStateAnswer? Payment { get; init; }
    public IReadOnlyList<RefundAnswer> Refunds { get; init; } = [];

    /// <summary>Only of a confirmed booking: from then on its tickets are kept.</summary>
    public DateTimeOffset? CancellableUntil { get; init; }

    public IEnumerable<BookedSeatAnswer> LiveSeats => Seats.Where(seat => !seat.GivenBack);
}

/// <param name="Index">Place in the layout.</param>
/// <param name="Price">Whole units of the booking's currency.</param>
sealed record BookedSeatAnswer(int Index, string Label, Concession Concession, long Price, bool GivenBack);

sealed record RefundAnswer(long Amount, RefundReason Reason, RefundStatus Status);

/// <param name="Seats">Places in the layout; null means all.</param>
sealed record CancelBookingRequest(IReadOnlyList<int>? Seats);

/// <param name="Code">What the QR code says.</param>
sealed record TicketAnswer(Guid Id, string Seat, string Code);

sealed record PaymentStateAnswer(PaymentAttemptStatus Status, bool CardDeclined);

sealed record CancellationAnswer(Guid BookingId);

/// <param name="BookingId">Null from the release before this one.</param>
/// <param name="CheckoutUrl">The payment provider's page.</param>
sealed record PaymentAnswer(Guid? BookingId, Uri CheckoutUrl);
