namespace Ticketing.Core.Seats;

/// <summary>What came of asking for more time.</summary>
public abstract record RenewResult
{
    RenewResult() { }

    public sealed record Renewed(SeatHold Hold) : RenewResult;

    /// <summary>Unknown, expired or another customer's.</summary>
    public sealed record NotFound : RenewResult;

    /// <summary>A booking has it; it lasts as long as the booking.</summary>
    public sealed record Attached : RenewResult;

    /// <summary>It already lasts as long as it may.</summary>
    public sealed record NotRenewable : RenewResult;
}
