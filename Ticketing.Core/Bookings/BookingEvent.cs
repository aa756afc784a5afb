namespace Ticketing.Core.Bookings;

/// <summary>Who moved a booking, when and why. Only the booking itself makes these, one for each move.</summary>
public sealed class BookingEvent
{
    public const int LongestWhy = 200;

    internal BookingEvent()
    {
    }

    public long Id { get; private init; }
    public Guid BookingId { get; private init; }

    /// <summary>Null for the first: the booking was placed.</summary>
    public BookingStatus? From { get; internal init; }

    /// <summary>The same as <see cref="From"/> when single seats were given back.</summary>
    public BookingStatus To { get; internal init; }

    public DateTimeOffset At { get; internal init; }

    /// <summary>See <see cref="Actor"/>.</summary>
    public string By { get; internal init; } = "";

    /// <summary>A stable word of <see cref="BookingReasons"/>, or what the staff wrote.</summary>
    public string Why { get; internal init; } = "";
}

/// <summary>Why a booking moved, where a program decides it. Stable: they are stored, and reports count by them.</summary>
public static class BookingReasons
{
    public const string Placed = "placed";

    /// <summary>Its customer corrected address, language or concessions before paying.</summary>
    public const string Corrected = "corrected";

    /// <summary>Its customer corrected the address after paying, and the new one's reader confirmed it.</summary>
    public const string Readdressed = "readdressed";

    /// <summary>The reader of the former address put it back.</summary>
    public const string ReaddressingStopped = "readdressing_stopped";

    public const string PaymentAuthorized = "payment_authorized";
    public const string PaymentCaptured = "payment_captured";

    /// <summary>The authorisation was gone, or the provider refused to capture it.</summary>
    public const string PaymentLost = "payment_lost";

    /// <summary>The provider took another amount than the booking's.</summary>
    public const string PaymentMismatch = "payment_mismatch";

    /// <summary>Its e-mail address has as many paid seats of the showing as one may have.</summary>
    public const string SeatLimitReached = "seat_limit_reached";

    public const string NotPaidInTime = "not_paid_in_time";
    public const string ShowingCancelled = "showing_cancelled";
    public const string CustomerCancelled = "customer_cancelled";
    public const string RefundCompleted = "refund_completed";
}
