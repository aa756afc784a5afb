namespace Ticketing.Core.Payments;

/// <summary>One try to pay a booking at the provider's hosted checkout. A booking has at most one open attempt.</summary>
public sealed class PaymentAttempt
{
    /// <summary>Also the idempotency key of every call to the provider about this attempt.</summary>
    public required Guid Id { get; init; }

    public required Guid BookingId { get; init; }

    /// <summary>Whole units of <see cref="Currency"/>.</summary>
    public required long Amount { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the payment page says is bought, in the booking's language; fixed, since a repeated request has to be the same.</summary>
    public required string Description { get; init; }

    /// <summary>W3C <c>traceparent</c> of the request that began it, to which the trace links that settles it.</summary>
    public string? TraceParent { get; init; }

    public PaymentAttemptStatus Status { get; set; } = PaymentAttemptStatus.Open;

    /// <summary>The provider's id of the checkout, once it has been created.</summary>
    public string? CheckoutId { get; set; }

    /// <summary>Where the customer pays.</summary>
    public string? CheckoutUrl { get; set; }

    /// <summary>When it was last looked at although no notification came.</summary>
    public DateTimeOffset? CheckedAt { get; set; }

    /// <summary>Whether the last card was declined, as far as we have heard. The attempt stays open: another card may follow.</summary>
    public bool CardDeclined { get; set; }
}

/// <summary>How far a provider's list has been compared with our records.</summary>
public sealed class PaymentScanMark
{
    /// <summary><see cref="IPaymentProvider.Name"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>Nothing that was created before is still to be looked for, but for an overlap.</summary>
    public required DateTimeOffset ScannedUntil { get; set; }
}
