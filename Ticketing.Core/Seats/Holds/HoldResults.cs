namespace Ticketing.Core.Seats.Holds;

/// <summary>What came of asking for seats. In every case but <see cref="Held"/> nothing was taken.</summary>
public abstract record TakeResult
{
    TakeResult() { }

    public sealed record Held(SeatHold Hold) : TakeResult;

    /// <param name="Seats">Those of the wanted seats that are held, sold or not for sale.</param>
    public sealed record SeatsTaken(IReadOnlyList<int> Seats) : TakeResult;

    /// <param name="Seat">The first wanted seat that the auditorium does not have.</param>
    public sealed record SeatUnknown(int Seat) : TakeResult;

    /// <summary>The customer would hold more seats of the showing than <see cref="SeatHoldOptions.MaxSeatsPerCustomer"/>.</summary>
    public sealed record LimitReached : TakeResult;

    /// <summary>The customer's network would hold more unpaid seats of the showing than one may.</summary>
    public sealed record NetworkLimitReached : TakeResult;

    /// <summary>The customer's network holds as many seats as one customer may: more are to be had for work.</summary>
    /// <param name="Bits">What <see cref="Asker.ProvenBits"/> has to be.</param>
    public sealed record ChallengeRequired(int Bits) : TakeResult;

    /// <summary>The customer or the network has let too many holds end unpaid.</summary>
    /// <param name="For">Until the next one.</param>
    public sealed record Paused(TimeSpan For) : TakeResult;

    /// <param name="Seats">The seats that would be left single, where as many others side by side would leave none.</param>
    public sealed record SeatsOrphaned(IReadOnlyList<int> Seats) : TakeResult;

    /// <param name="Seats">Wanted companions' seats without their wheelchair space.</param>
    public sealed record CompanionsAlone(IReadOnlyList<int> Seats) : TakeResult;

    /// <summary>The customer used the idempotency key for other seats, and still has that hold.</summary>
    public sealed record KeyReused : TakeResult;

    /// <summary>Enough seats are free, but too many of the party would sit by themselves.</summary>
    public sealed record NotTogether : TakeResult;

    /// <summary>Fewer seats are free than wanted, of the kind or in the zone wanted.</summary>
    public sealed record NotEnough : TakeResult;

    public sealed record SaleNotOpen : TakeResult;

    public sealed record SaleClosed : TakeResult;

    public sealed record ShowingCancelled : TakeResult;

    public sealed record ShowingUnknown : TakeResult;
}

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
