namespace Ticketing.SeatHolds.WaitingRooms.Passes;

/// <summary>What came of a customer's asking for the pass that belongs to their place.</summary>
abstract record ClaimResult
{
    ClaimResult() { }

    /// <param name="IsNew">False where the pass had been taken before: it is the same lease again.</param>
    public sealed record Granted(Lease Lease, bool IsNew) : ClaimResult;

    public sealed record NotYet : ClaimResult;

    /// <summary>The turn was given on. The customer may join again.</summary>
    public sealed record Lapsed : ClaimResult;

    /// <summary>The lease of this place has ended, by buying or by its time. The customer may join again.</summary>
    public sealed record Ended : ClaimResult;

    /// <summary>The customer has another place by now, as after a Redis was emptied. Joining tells which.</summary>
    public sealed record Replaced : ClaimResult;

    /// <summary>The cap is reached for a moment, as after an outage or a lowered cap.</summary>
    public sealed record Full : ClaimResult;

    /// <summary>There is no such room any more: no pass is needed.</summary>
    public sealed record RoomClosed : ClaimResult;
}
