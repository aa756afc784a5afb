namespace Ticketing.Core.Seats;

/// <summary>What came of giving a hold to a booking.</summary>
public abstract record AttachResult
{
    AttachResult() { }

    /// <param name="Seats">The seats that the booking has now: believe these, not the client's.</param>
    /// <param name="Network">What the hold counts for; null for none.</param>
    public sealed record Attached(IReadOnlyList<int> Seats, string? Network) : AttachResult;

    /// <summary>Unknown, expired or another customer's.</summary>
    public sealed record NotFound : AttachResult;

    public sealed record AttachedToAnother : AttachResult;
}
