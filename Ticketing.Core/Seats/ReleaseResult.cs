namespace Ticketing.Core.Seats;

/// <summary>What came of giving a hold back.</summary>
public abstract record ReleaseResult
{
    ReleaseResult() { }

    /// <param name="Version">A state of the showing's seats that shows them free.</param>
    public sealed record Released(SeatVersion Version) : ReleaseResult;

    /// <summary>Unknown, expired or another customer's.</summary>
    public sealed record NotFound : ReleaseResult;

    /// <summary>A booking has it; it ends with the booking.</summary>
    public sealed record Attached : ReleaseResult;
}
