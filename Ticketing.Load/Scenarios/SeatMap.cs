using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>People who look at seat maps while others hold seats.</summary>
sealed class SeatMap : IScenario
{
    public string Name => "seatmap";
    public string Summary => "seat states at a given rate while seats change: how long people wait";
    public string Usage => "--rate 4000 --changes 100 --seconds 15 --showings 50 --seats 300";

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var (rate, changes, duration) = (run.Options.Number("rate", 4000), run.Options.Number("changes", 100), run.Options.Seconds("seconds", 15));
        var (showings, seats) = (run.Options.Number("showings", 50), run.Options.Number("seats", 300));
        run.Options.RefuseUnknown();

        run.Report.Heading($"{rate:N0} looks a second at {showings:N0} showings, {changes:N0} holds a second");
        var fresh = await run.Stack.Showings.AddAsync(showings, seats, ct);
        run.Showings.AddRange(fresh);
        await new SeatMapReader(run.Stack).LoadAsync(fresh, ct);
        using var client = run.Stack.Client("seat-holds");
        var seatHolds = new SeatHoldsClient(client);
        var customers = run.Stack.Customers.New(1000);
        var (looks, holds) = (new Measurements(), new Measurements());
        await using (new ProgressLine("looks", looks))
        {
            await Task.WhenAll(
                OpenLoop.RunAsync(Arrivals.Poisson(rate, duration, new Random(1)), LookAsync, looks, ct),
                OpenLoop.RunAsync(Arrivals.Poisson(changes, duration, new Random(2)), HoldAsync, holds, ct));
        }

        RateTable.Report(run.Report, "Looks", looks);
        RateTable.Report(run.Report, "Holds", holds);

        async Task<string> LookAsync(int n, CancellationToken token)
        {
            using var response = await client.GetAsync($"/live/showings/{fresh[n % showings]}/seats", token);
            return $"{(int)response.StatusCode}";
        }

        async Task<string> HoldAsync(int n, CancellationToken token)
        {
            var pair = n / showings % (seats / 2) * 2;
            return (await seatHolds.HoldAsync(customers[n % customers.Length], fresh[n % showings], [pair, pair + 1], token)).Word;
        }
    }
}
