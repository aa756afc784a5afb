using Ticketing.Core.Bookings;
using Ticketing.Core.Requests;

namespace Ticketing.Core.Payments;

/// <summary>
/// Money that goes back for tickets that were given back. Written in their transaction, before the provider hears of it; its id is the
/// provider's key, so however often it is asked for, it is paid once.
/// </summary>
public sealed class Refund
{
    /// <summary>Also the idempotency key of the call to the provider.</summary>
    public required Guid Id { get; init; }

    public required Guid BookingId { get; init; }

    /// <summary>The payment that the money came from.</summary>
    public required Guid AttemptId { get; init; }

    /// <summary>Whole units of <see cref="Currency"/>: what was paid for the seats.</summary>
    public required long Amount { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    public required RefundReason Reason { get; init; }

    /// <summary>See <see cref="Actor"/>.</summary>
    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the provider's answer was recorded.</summary>
    public DateTimeOffset? CompletedAt { get; private set; }

    public RefundStatus Status { get; private set; }

    /// <summary>How often the provider was asked.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it was last asked.</summary>
    public DateTimeOffset? TriedAt { get; private set; }

    /// <summary>Why the last try failed; null when none did.</summary>
    public string? LastError { get; private set; }

    const int LongestError = 500;

    /// <summary>The provider has given the money back.</summary>
    /// <exception cref="InvalidOperationException">That has been recorded.</exception>
    public void Complete(DateTimeOffset now)
    {
        Try(now);
        Status = RefundStatus.Completed;
        CompletedAt = now;
        LastError = null;
    }

    /// <summary>The provider did not, or gave no answer; it will be asked again.</summary>
    /// <exception cref="InvalidOperationException">It was paid before.</exception>
    public void Fail(string error, DateTimeOffset now)
    {
        Try(now);
        LastError = error.Cut(LongestError);
    }

    void Try(DateTimeOffset now)
    {
        if (Status != RefundStatus.Pending)
            throw new InvalidOperationException($"Refund {Id} is {Status}.");

        Attempts++;
        TriedAt = now;
    }
}

/// <summary>A refund was written down: ask the provider for it.</summary>
public sealed record RefundRequested(Guid RefundId);

/// <summary>The provider has given the money back.</summary>
public sealed record RefundCompleted(Guid RefundId, Guid BookingId);
