using System.Diagnostics;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// Those of a crowd who are drawn to its front: while the polls of all others are measured they wait for their turn, take the pass, and
/// buy, or go without a word, so that passes run out. One in ten never comes.
/// </summary>
sealed class Visitors
{
    /// <summary>People inside at a time, and let in per second, so that within a run it is full and people have to leave.</summary>
    public const int Cap = 60;
    public const int RatePerSecond = 20;

    const int Most = 2000;
    const int AtOnce = 32;

    readonly LoadRun run;
    readonly Crowd crowd;
    readonly Measurements visits = new();
    readonly Measurements steps = new();
    readonly CancellationTokenSource over;
    readonly HttpClient seatHolds;

    Visitors(LoadRun run, Crowd crowd, CancellationToken ct)
    {
        (this.run, this.crowd) = (run, crowd);
        over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        seatHolds = run.Stack.Client("seat-holds");
    }

    /// <summary>Passes and turns short enough to run out while polls are measured.</summary>
    public static StackSettings Settings => StackSettings.ForLoad.With(("WaitingRoom__PassDuration", "00:00:15"), ("WaitingRoom__UnclaimedAfter", "00:00:06"));

    /// <summary>Has them come and go for as long as the work takes, then reports how it went; whoever is inside by then still buys.</summary>
    public static async Task<T> DuringAsync<T>(LoadRun run, Crowd crowd, Func<Task<T>> work, CancellationToken ct)
    {
        var visitors = new Visitors(run, crowd, ct);
        var front = await visitors.FrontAsync(ct);
        var all = Task.WhenAll(front.Where((_, n) => n % 10 != 9).Select((waiter, n) => visitors.VisitAsync(waiter, n, ct)));
        try
        {
            return await work();
        }
        finally
        {
            await visitors.over.CancelAsync();
            await all;
            run.Report.Latencies("Those whose turn came meanwhile, from then until they left", visitors.visits);
        }
    }

    /// <summary>The early comers with the first places, in their order.</summary>
    async Task<Waiter[]> FrontAsync(CancellationToken ct)
    {
        var places = new (long Number, Waiter Waiter)[crowd.Early.Count];
        var rooms = new WaitingRoomClient(seatHolds);
        await Parallel.ForAsync(0, places.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (n, token) =>
            places[n] = ((await rooms.AskAsync(crowd.Room, crowd.Early[n].Token, token)).Body?.Number ?? long.MaxValue, crowd.Early[n]));
        return [.. places.OrderBy(place => place.Number).Take(Most).Select(place => place.Waiter)];
    }

    async Task VisitAsync(Waiter waiter, int number, CancellationToken ct)
    {
        if (await WaitAsync(waiter) is not { } pass)
            return;

        var began = Stopwatch.GetTimestamp();
        visits.Sent();
        var how = number % 2 == 0 ? await BuyAsync(waiter.Customer, pass, ct) : "went without a word";
        visits.Answered(how, Stopwatch.GetElapsedTime(began));
    }

    /// <returns>Null if all was over before the turn came.</returns>
    async Task<string?> WaitAsync(Waiter waiter)
    {
        var rooms = new WaitingRoomClient(seatHolds);
        try
        {
            while (true)
            {
                var place = (await rooms.AskAsync(crowd.Room, waiter.Token, over.Token)).Body;
                if (place?.State == "admitted" && (await rooms.TakePassAsync(waiter.Customer, crowd.Room, waiter.Token, over.Token)).Body is { } pass)
                    return pass.Text;
                await Task.Delay(TimeSpan.FromSeconds(place?.PollAfterSeconds ?? 1), over.Token);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return null;
        }
    }

    async Task<string> BuyAsync(LoadCustomer customer, string pass, CancellationToken ct)
    {
        var held = await new SeatHoldsClient(seatHolds).HoldAsync(customer, crowd.Showing, new { bestAvailable = new { count = 2 } }, ct, pass);
        if (!held.IsHeld)
            return $"found no seats: {held.Word}";
        return await run.BuyAsync(customer, crowd.Showing, held, steps, ct);
    }
}
