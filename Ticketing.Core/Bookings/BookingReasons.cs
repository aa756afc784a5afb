namespace Ticketing.Core.Bookings;

/// <summary>Why a booking moved, where a program decides it. Stable: they are stored, and reports count by them.</summary>
public static class BookingReasons
{
    public const string Placed = "placed";
    public const string PaymentAuthorized = "payment_authorized";
    public const string PaymentCaptured = "payment_captured";

    /// <summary>The authorisation was gone, or the provider refused to capture it.</summary>
    public const string PaymentLost = "payment_lost";

    /// <summary>The provider took another amount than the booking's.</summary>
    public const string PaymentMismatch = "payment_mismatch";

    public const string NotPaidInTime = "not_paid_in_time";
    public const string ShowingCancelled = "showing_cancelled";
    public const string CustomerCancelled = "customer_cancelled";
    public const string RefundCompleted = "refund_completed";
}
