namespace Ticketing.Core.Bookings;

/// <summary>Where a booking stands. The seats of the first three are taken; those of the others are free.</summary>
public enum BookingStatus
{
    /// <summary>Seats are kept until <see cref="Booking.ExpiresAt"/>; nothing has been captured.</summary>
    PendingPayment,

    /// <summary>Authorised in time; the capture is under way and expiry no longer applies.</summary>
    Confirming,

    /// <summary>Captured; its tickets are valid.</summary>
    Confirmed,

    /// <summary>Not paid in time.</summary>
    Expired,

    /// <summary>The payment could not become a ticket and was voided.</summary>
    Refused,

    /// <summary>Given back by the customer or the staff, and refunded.</summary>
    Cancelled,
}
