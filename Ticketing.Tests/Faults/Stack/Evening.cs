using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalogue;
using Ticketing.Load.Invariants;

namespace Ticketing.Tests.Faults.Stack;

/// <summary>A stream of customers who buy a showing's seats pair by pair, while something breaks.</summary>
sealed class Evening
{
    const int Seats = 520;
    const int AtOnce = 4;

    /// <summary>As the invariants allow: the payment window and two minutes.</summary>
    static readonly TimeSpan TimeToSettle = FaultSettings.PaymentWindow + TimeSpan.FromMinutes(2);

    /// <summary>Between one purchase and the next of the same customer: a stream, not a flood.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    readonly FaultStack stack;
    readonly Showing showing;
    readonly ConcurrentBag<Purchase> purchases = [];
    readonly HttpClient seatHolds;
    readonly HttpClient api;
    readonly HttpClient sandbox;
    int pairs;

    Evening(FaultStack stack, Showing showing)
    {
        this.stack = stack;
        this.showing = showing;
        (seatHolds, api, sandbox) = (stack.Client("seat-holds"), stack.Client("api"), stack.Client("sandbox"));
    }

    public long Showing => showing.Id;

    public IReadOnlyCollection<Purchase> Purchases => purchases;

    public int Confirmed => purchases.Count(purchase => purchase.End == Purchase.Confirmed);

    /// <summary>
    /// Lets customers come; breaks something when tickets have been sold; and when it is whole again, waits for tickets to be sold
    /// as before. Then the invariants have to hold, within the time that they allow, and the seats on the map are those in the database.
    /// </summary>
    public static async Task<Evening> RunAsync(FaultStack stack, string what, Func<Evening, Task> breakSomething)
    {
        Showing showing;
        await using (var database = await stack.DatabaseAsync())
            showing = await database.GivenShowingAsync(Seats);
        var evening = new Evening(stack, showing);
        using var closing = new CancellationTokenSource();
        var stream = Enumerable.Range(0, AtOnce).Select(_ => evening.ShopAsync(closing.Token)).ToList();
        try
        {
            await evening.SellsAsync(2);
            await breakSomething(evening);
            await evening.SellsAsync(2);
        }
        finally
        {
            await closing.CancelAsync();
            await Task.WhenAll(stream);
        }

        await evening.ShouldBeInOrderAsync(what);
        return evening;
    }

    /// <summary>Waits until so many more purchases than now, begun from now on, have ended with tickets.</summary>
    public async Task SellsAsync(int more)
    {
        var enough = Confirmed + AtOnce + more;
        await Eventually.BecomesAsync(() => Task.FromResult(Confirmed), confirmed => confirmed >= enough, TimeToSettle);
    }

    async Task ShopAsync(CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            var left = Interlocked.Increment(ref pairs) * 2 - 2;
            if (left >= Seats)
                return;
            purchases.Add(await new Shopper(stack, seatHolds, api, sandbox).BuyAsync(showing.Id, [left, left + 1]));
            await Task.Delay(Pause, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task ShouldBeInOrderAsync(string what)
    {
        await using var database = await stack.DataSourceAsync();
        using var provider = stack.Client("sandbox");
        Guid[] told = [.. purchases.Where(purchase => purchase.End == Purchase.Confirmed).Select(purchase => purchase.Booking!.Value)];
        var violations = await new InvariantCheck(database, provider).SettleAsync(new CheckedScope([showing.Id], [], told), TimeToSettle, CancellationToken.None);
        stack.Count(what, await EveningCounts.TakeAsync(database, provider, showing.Id, purchases));
        violations.ShouldBeEmpty();
        await ShouldShowTheSeatsAsTheyAreAsync();
    }

    /// <summary>Sold seats are sold, and all others, those of ended bookings too, can be had.</summary>
    async Task ShouldShowTheSeatsAsTheyAreAsync()
    {
        await using var database = await stack.DatabaseAsync();
        var live = await database.BookingSeats.Where(seat => seat.ShowingId == showing.Id && seat.FreedAt == null).Select(seat => seat.Seat.Index).ToListAsync();
        var states = new char[Seats];
        Array.Fill(states, 'a');
        live.ForEach(index => states[index] = 's');
        var holds = new Ticketing.Load.Driving.SeatHoldsClient(seatHolds);
        await Eventually.BecomesAsync(() => holds.StatesAsync(showing.Id, min: null, CancellationToken.None), shown => shown == new string(states), TimeToSettle);
    }
}
