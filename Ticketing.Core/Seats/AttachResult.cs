namespace Ticketing.Core.Seats;

/// <summary>What came of giving a hold to a booking.</summary>
public abstract record AttachResult
{
    AttachResult() { }

    /// <param name="Seats">The seats that the booking has now: believe these, not the client's.</param>
    public sealed record Attached(IReadOnlyList<int> Seats) : AttachResult;

    /// <summary>Unknown, expired or another customer's.</summary>
    public sealed record NotFound : AttachResult;

    public sealed record AttachedToAnother : AttachResult;
}
