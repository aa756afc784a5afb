namespace Ticketing.Core.Bookings;

/// <summary>The only moves that a booking can make; everything else is refused, whoever asks.</summary>
public static class BookingMoves
{
    /// <param name="from">Null: there is no booking yet.</param>
    public static bool IsAllowed(BookingStatus? from, BookingStatus to) => (from, to) is
        (null, BookingStatus.PendingPayment) or
        (BookingStatus.PendingPayment, BookingStatus.Confirming or BookingStatus.Expired or BookingStatus.Refused or BookingStatus.Cancelled) or
        (BookingStatus.Confirming, BookingStatus.Confirmed or BookingStatus.Refused) or
        (BookingStatus.Confirmed, BookingStatus.Cancelled) or
        (BookingStatus.Cancelled, BookingStatus.Refunded);
}
