namespace Ticketing.Core.Seats;

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
