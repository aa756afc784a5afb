namespace Ticketing.Core.Payments;

/// <summary>A payment as the provider sees it. Amounts are whole units of <paramref name="Currency"/>.</summary>
/// <param name="Reference">What we called it: the <see cref="PaymentAttempt.Id"/>.</param>
/// <param name="Url">Where the customer pays; empty once there is nothing to pay.</param>
/// <param name="ExpiresAt">From then on the customer can no longer pay.</param>
/// <param name="CardDeclined">The last card was declined. That ends the checkout at some providers; at others another card may follow.</param>
public sealed record Checkout(
    string Id,
    string Reference,
    long Amount,
    string Currency,
    CheckoutStatus Status,
    long CapturedAmount,
    long RefundedAmount,
    string Url,
    DateTimeOffset ExpiresAt,
    DateTimeOffset CreatedAt,
    bool CardDeclined = false)
{
    /// <summary>What we said of it, see <see cref="CheckoutMetadata"/>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>What the provider has taken and not given back.</summary>
    public long Kept => CapturedAmount - RefundedAmount;
}

public enum CheckoutStatus
{
    /// <summary>The customer may pay.</summary>
    Open,

    /// <summary>The customer has paid; nothing is taken until it is captured.</summary>
    Authorized,

    /// <summary>The money was taken.</summary>
    Captured,

    /// <summary>The last card was declined, and another may be tried.</summary>
    Declined,

    /// <summary>Ended without money, by the customer or by us.</summary>
    Canceled,

    /// <summary>All of the captured money was given back.</summary>
    Refunded,

    /// <summary>Ended without money, by time.</summary>
    Expired,
}
