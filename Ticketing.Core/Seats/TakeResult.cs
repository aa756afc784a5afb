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

    public sealed record SaleNotOpen : TakeResult;

    public sealed record SaleClosed : TakeResult;

    public sealed record ShowingCancelled : TakeResult;

    public sealed record ShowingUnknown : TakeResult;
}
