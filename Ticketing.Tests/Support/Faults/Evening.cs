using System.Collections.Concurrent;
using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Support.Faults;

/// <summary>A stream of customers who buy a showing's seats pair by pair, while something breaks.</summary>
sealed class Evening
{
    const int Seats = 520;
    const int AtOnce = 4;

    /// <summary>Between one purchase and the next of the same customer: a stream, not a flood.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    readonly FaultStack stack;
    readonly Showing showing;
    readonly ConcurrentBag<Purchase> purchases = [];
    int pairs;

    Evening(FaultStack stack, Showing showing) => (this.stack, this.showing) = (stack, showing);

    int Confirmed => purchases.Count(purchase => purchase.End == Purchase.Confirmed);

    /// <summary>
    /// Lets customers come; breaks something when tickets have been sold; and when it is whole again, waits for tickets to be sold
    /// as before. Then everything has to be in order.
    /// </summary>
    public static async Task RunAsync(FaultStack stack, string what, Func<Evening, Task> breakSomething)
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
            // Beyond those who were under way.
            await evening.SellsAsync(AtOnce + 2);
        }
        finally
        {
            await closing.CancelAsync();
            await Task.WhenAll(stream);
        }

        await stack.ShouldBeInOrderAsync(what, showing.Id, Seats, evening.purchases);
    }

    /// <summary>Waits until so many purchases more than now have ended with tickets.</summary>
    public Task SellsAsync(int more) => UntilAsync(Confirmed + more, () => Confirmed);

    /// <summary>Waits until so many purchases more than now have ended, however.</summary>
    public Task EndsAsync(int more) => UntilAsync(purchases.Count + more, () => purchases.Count);

    static async Task UntilAsync(int enough, Func<int> count) =>
        await Eventually.BecomesAsync(() => Task.FromResult(count()), counted => counted >= enough, Aftermath.TimeToSettle);

    async Task ShopAsync(CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            var left = Interlocked.Increment(ref pairs) * 2 - 2;
            if (left >= Seats)
                return;
            purchases.Add(await new Shopper(stack).BuyAsync(showing.Id, left, left + 1));
            await Task.Delay(Pause, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
