using Microsoft.EntityFrameworkCore;
using Ticketing.Load.Driving;
using Ticketing.Load.Invariants;

namespace Ticketing.Tests.Support.Faults;

/// <summary>What has to be so after every fault.</summary>
static class Aftermath
{
    /// <summary>As the invariants allow: the payment window and two minutes.</summary>
    public static readonly TimeSpan TimeToSettle = FaultSettings.PaymentWindow + TimeSpan.FromMinutes(2);

    /// <summary>
    /// The invariants hold, within the time that they allow, by PostgreSQL, the provider's ledger and the inbox; what customers were
    /// told is so; and the map shows sold seats as sold and all others, those of ended bookings too, as free.
    /// </summary>
    public static async Task ShouldBeInOrderAsync(this FaultStack stack, string what, long showing, int seats, IReadOnlyCollection<Purchase> purchases)
    {
        var violations = await stack.ViolationsAsync(showing, purchases, TimeToSettle);
        await using (var database = await stack.DataSourceAsync())
        using (var sandbox = stack.Client("sandbox"))
            stack.Count(what, await FaultCount.TakeAsync(database, sandbox, showing, purchases));
        violations.ShouldBeEmpty();
        await ShouldShowTheSeatsAsTheyAreAsync(stack, showing, seats);
    }

    public static async Task<IReadOnlyList<Violation>> ViolationsAsync(
        this FaultStack stack, long showing, IReadOnlyCollection<Purchase> purchases, TimeSpan patience)
    {
        await using var database = await stack.DataSourceAsync();
        using var sandbox = stack.Client("sandbox");
        Guid[] told = [.. purchases.Where(purchase => purchase.End == Purchase.Confirmed).Select(purchase => purchase.Booking!.Value)];
        return await new InvariantCheck(database, sandbox).SettleAsync(new CheckedScope([showing], [], told), patience, CancellationToken.None);
    }

    static async Task ShouldShowTheSeatsAsTheyAreAsync(FaultStack stack, long showing, int seats)
    {
        await using var database = await stack.DatabaseAsync();
        var live = await database.BookingSeats.Where(seat => seat.ShowingId == showing && seat.FreedAt == null).Select(seat => seat.Seat.Index).ToListAsync();
        var states = new char[seats];
        Array.Fill(states, 'a');
        live.ForEach(index => states[index] = 's');
        var map = new SeatHoldsClient(stack.Client("seat-holds"));
        await Eventually.BecomesAsync(() => map.StatesAsync(showing, min: null, CancellationToken.None), shown => shown == new string(states), TimeToSettle);
    }
}
