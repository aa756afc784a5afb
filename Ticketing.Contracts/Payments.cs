namespace Ticketing.Contracts;

/// <param name="CheckoutUrl">The payment provider's page, where to send the customer.</param>
public sealed record PaymentResponse(Guid BookingId, Guid AttemptId, string CheckoutUrl);

/// <summary>How an attempt to pay goes.</summary>
/// <param name="CheckoutUrl">Of an open attempt: where the customer pays.</param>
/// <param name="CardDeclined">The last card was declined; while the attempt is open, another may be tried.</param>
public sealed record PaymentStateResponse(PaymentAttemptStatus Status, string? CheckoutUrl, bool CardDeclined);

public enum PaymentAttemptStatus
{
    /// <summary>Waiting for the customer, or authorised and waiting for us.</summary>
    Open,

    /// <summary>The money was taken.</summary>
    Captured,

    /// <summary>Ended without taking money.</summary>
    Voided,

    /// <summary>The money was taken although it could no longer become a ticket, and was given back.</summary>
    Refunded,
}

/// <param name="Amount">Whole units of the booking's currency.</param>
/// <param name="CompletedAt">When the payment provider confirmed it.</param>
public sealed record RefundResponse(Guid Id, long Amount, RefundReason Reason, RefundStatus Status, DateTimeOffset RequestedAt, DateTimeOffset? CompletedAt);

public enum RefundStatus
{
    /// <summary>The provider has yet to be asked, or to answer.</summary>
    Pending,

    /// <summary>The provider has confirmed it.</summary>
    Completed,
}

public enum RefundReason
{
    CustomerCancelled,
    StaffCancelled,
    ShowingCancelled,

    /// <summary>The money was taken although it could no longer become a ticket.</summary>
    NotBookable,
}
