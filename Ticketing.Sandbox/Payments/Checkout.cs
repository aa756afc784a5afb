using static Ticketing.Sandbox.Payments.CheckoutStatus;

namespace Ticketing.Sandbox.Payments;

/// <summary>One payment that a merchant asks for. Immutable: each method answers what the checkout would become, or why it cannot.</summary>
public sealed record Checkout
{
    public required string Id { get; init; }

    /// <summary>The merchant's own name for it.</summary>
    public required string Reference { get; init; }

    /// <summary>What is reserved on the card, in whole units of <see cref="Currency"/>.</summary>
    public required long Amount { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    public CheckoutStatus Status { get; init; }

    /// <summary>Taken from the card, refunds not subtracted.</summary>
    public long CapturedAmount { get; init; }

    public long RefundedAmount { get; init; }

    /// <summary>The last card was declined.</summary>
    public bool CardDeclined { get; init; }

    /// <summary>The hosted page.</summary>
    public required string Url { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public required string Description { get; init; }
    public string? CustomerEmail { get; init; }

    /// <summary>Of the hosted page: <c>ko</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    public required string ReturnUrl { get; init; }
    public required string CancelUrl { get; init; }

    /// <summary>Whether a card may still be tried.</summary>
    public bool IsPayable(DateTimeOffset now) => Status is Open or Declined && now < ExpiresAt;

    public Outcome Authorize(DateTimeOffset now) =>
        IsPayable(now) ? (this with { CardDeclined = false }).Become(Authorized, CheckoutChange.Authorized) : InvalidState("pay");

    public Outcome Decline(DateTimeOffset now) =>
        IsPayable(now) ? (this with { CardDeclined = true }).Become(Declined, CheckoutChange.Declined) : InvalidState("pay");

    /// <summary>As <see cref="Decline"/> where a checkout takes one card only.</summary>
    public Outcome DeclineForGood(DateTimeOffset now) =>
        IsPayable(now) ? (this with { CardDeclined = true }).Become(Canceled, CheckoutChange.Canceled) : InvalidState("pay");

    /// <summary>Takes the reserved money, or part of it; the rest is released. Works once.</summary>
    public Outcome Capture(long amount)
    {
        if (Status is not Authorized)
            return InvalidState("capture");
        if (amount < 1 || amount > Amount)
            return InvalidAmount($"The amount to capture must be between 1 and {Amount}.");

        return new Outcome.Changed(this with { Status = Captured, CapturedAmount = amount }, CheckoutChange.Captured);
    }

    /// <summary>Ends a checkout from which no money was taken.</summary>
    public Outcome Cancel() =>
        Status is Open or Declined or Authorized ? Become(Canceled, CheckoutChange.Canceled) : InvalidState("cancel");

    /// <summary>Gives captured money back, in one piece or several.</summary>
    public Outcome Refund(long amount)
    {
        if (Status is not Captured)
            return InvalidState("refund");
        var refundable = CapturedAmount - RefundedAmount;
        if (amount < 1 || amount > refundable)
            return InvalidAmount($"The amount to refund must be between 1 and {refundable}.");

        var status = amount == refundable ? Refunded : Captured;
        return new Outcome.Changed(this with { Status = status, RefundedAmount = RefundedAmount + amount }, CheckoutChange.Refunded);
    }

    public Outcome Expire(DateTimeOffset now) =>
        Status is Open or Declined && now >= ExpiresAt ? Become(Expired, CheckoutChange.Expired) : InvalidState("expire");

    Outcome.Changed Become(CheckoutStatus status, CheckoutChange change) => new(this with { Status = status }, change);

    Outcome.Refused InvalidState(string verb) =>
        new(RefusalReason.InvalidState, $"Cannot {verb} a checkout that is {Status.ToString().ToLowerInvariant()}{(Status is Open or Declined ? " or out of time" : "")}.");

    static Outcome.Refused InvalidAmount(string detail) => new(RefusalReason.InvalidAmount, detail);
}

/// <summary>Where a checkout stands. Money moves only from <see cref="Authorized"/> to <see cref="Captured"/>, and back by refunds.</summary>
public enum CheckoutStatus
{
    /// <summary>Waits for a card.</summary>
    Open,

    /// <summary>The last card was declined; another may be tried while time is left.</summary>
    Declined,

    /// <summary>The amount is reserved on the card.</summary>
    Authorized,

    /// <summary>Money was taken, once; some of it may have been refunded since.</summary>
    Captured,

    /// <summary>All that was captured was given back.</summary>
    Refunded,

    /// <summary>Given up before money was taken; a reservation was released.</summary>
    Canceled,

    /// <summary>Nobody paid in time.</summary>
    Expired,
}

/// <summary>What happened to a checkout; each but the first is told to the merchant.</summary>
public enum CheckoutChange
{
    Created,
    Authorized,
    Declined,
    Captured,
    Canceled,
    Refunded,
    Expired,
}

/// <summary>What became of a wish to change a checkout.</summary>
public abstract record Outcome
{
    /// <summary>It happened, now or when the same request came first.</summary>
    public sealed record Changed(Checkout Checkout, CheckoutChange Change) : Outcome;

    /// <summary>Nothing changed.</summary>
    public sealed record Refused(RefusalReason Reason, string Detail) : Outcome;
}

public enum RefusalReason
{
    CheckoutNotFound,
    InvalidState,
    InvalidAmount,
    IdempotencyKeyReused,
}
