namespace Ticketing.Core.Bookings;

/// <summary>Where a booking stands; <see cref="BookingMoves"/> says what may follow what. The seats of the first three are taken.</summary>
public enum BookingStatus
{
    /// <summary>Seats are kept until <see cref="Booking.ExpiresAt"/>; nothing has been captured.</summary>
    PendingPayment,

    /// <summary>Authorised in time; the capture is under way and expiry no longer applies.</summary>
    Confirming,

    /// <summary>Captured; those of its tickets that were not given back are valid.</summary>
    Confirmed,

    /// <summary>Not paid in time.</summary>
    Expired,

    /// <summary>Ended by us before it became tickets; nothing was captured, or it was given back.</summary>
    Refused,

    /// <summary>All tickets were given back and their money is on its way; or it was called off before it was paid.</summary>
    Cancelled,

    /// <summary>Cancelled, and the provider has confirmed that all the money went back.</summary>
    Refunded,
}

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
