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
}

sealed record BookedSeatAnswer(string Label, Concession Concession, long Price);

/// <param name="Code">What the QR code says.</param>
sealed record TicketAnswer(Guid Id, string Seat, string Code);

sealed record PaymentStateAnswer(PaymentAttemptStatus Status, bool CardDeclined);

sealed record PaymentAnswer(string CheckoutUrl);
