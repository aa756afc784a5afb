namespace Ticketing.Sandbox.Payments;

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
