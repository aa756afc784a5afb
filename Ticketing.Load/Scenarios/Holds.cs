using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>Holds of two fresh seats at given rates, by people who do not wait for each other.</summary>
sealed class Holds : IScenario
{
    public string Name => "holds";
    public string Summary => "the hold endpoint at given rates: how long people wait";
    public string Usage => "--rates 500,1000,2000,4000 --seconds 10 --showings 200 --seats 300";

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var (rates, duration) = (run.Options.Numbers("rates", 500, 1000, 2000, 4000), run.Options.Seconds("seconds", 10));
        var (showings, seats) = (run.Options.Number("showings", 200), run.Options.Number("seats", 300));
        run.Options.RefuseUnknown();

        var rows = new List<string[]>();
        await MeasureAsync(run, rates[0], TimeSpan.FromSeconds(3), showings, seats, ct);
        foreach (var rate in rates)
        {
            run.Report.Heading($"{rate:N0} holds a second, {showings:N0} showings of {seats} seats");
            var measured = await MeasureAsync(run, rate, duration, showings, seats, ct);
            RateTable.Report(run.Report, $"{rate:N0}/s", measured);
            rows.Add(RateTable.Row($"{rate:N0}/s", measured.All));
            run.Report.Figures.Add($"holds_p99_ms_at_{rate}", measured.All.Percentile(99).TotalMilliseconds);
        }

        run.Report.Table("Latency by rate", RateTable.Columns, rows);
    }

    public static async Task<Measurements> MeasureAsync(LoadRun run, int rate, TimeSpan duration, int showings, int seats, CancellationToken ct)
    {
        var fresh = await run.Stack.Showings.AddAsync(showings, seats, ct);
        run.Showings.AddRange(fresh);
        await new SeatMapReader(run.Stack).LoadAsync(fresh, ct);
        var customers = run.Stack.Customers.New(2000);
        var seatHolds = new SeatHoldsClient(run.Stack.Client("seat-holds"));
        var measurements = new Measurements();
        await using var progress = new ProgressLine($"{rate:N0}/s", measurements);
        await OpenLoop.RunAsync(
            Arrivals.Poisson(rate, duration, new Random(1)),
            async (n, token) =>
            {
                var pair = n / showings % (seats / 2) * 2;
                return (await seatHolds.HoldAsync(customers[n % customers.Length], fresh[n % showings], [pair, pair + 1], token)).Word;
            },
            measurements, ct);
        return measurements;
    }
}
