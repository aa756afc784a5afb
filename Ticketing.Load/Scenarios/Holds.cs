using System.CommandLine;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>Holds of two fresh seats at given rates, by people who do not wait for each other.</summary>
sealed class Holds : IScenario
{
    static readonly Option<string> Rates = Options.Numbers("--rates", "500,1000,2000,4000", "Holds a second, one rate after the other");
    static readonly Option<double> Seconds = Options.Seconds("--seconds", 10, "How long each rate lasts");
    static readonly Option<int> Showings = Options.Number("--showings", 200, "Showings");
    static readonly Option<int> Seats = Options.Number("--seats", 300, "Seats of each", least: 2);

    public Command Command { get; } = new("holds", "the hold endpoint at given rates: how long people wait") { Rates, Seconds, Showings, Seats };

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var (rates, duration) = (run.Options.GetNumbers(Rates), run.Options.GetTime(Seconds));
        var (showings, seats) = (run.Options.GetValue(Showings), run.Options.GetValue(Seats));

        var rows = new List<string[]>();
        await MeasureAsync(run, rates[0], TimeSpan.FromSeconds(3), showings, seats, ct);
        foreach (var rate in rates)
        {
            run.Report.Heading($"{rate:N0} holds a second, {showings:N0} showings of {seats} seats");
            var measured = await MeasureAsync(run, rate, duration, showings, seats, ct);
            run.Report.Latencies($"{rate:N0}/s", measured);
            rows.Add(Report.LatencyRow($"{rate:N0}/s", measured.All));
            run.Report.Figures.Add($"holds_p99_ms_at_{rate}", measured.All.Percentile(99).TotalMilliseconds);
        }

        run.Report.Table("Latency by rate", Report.LatencyColumns, rows);
    }

    static async Task<Measurements> MeasureAsync(LoadRun run, int rate, TimeSpan duration, int showings, int seats, CancellationToken ct)
    {
        var fresh = await run.AddShowingsAsync(showings, seats, ct);
        var customers = run.Stack.Customers.New(2000);
        var measurements = new Measurements();
        await using var progress = new ProgressLine($"{rate:N0}/s", measurements);
        await OpenLoop.RunAsync(Arrivals.Poisson(rate, duration, new Random(1)), (n, token) => HoldAsync(run, customers, fresh, seats, n, token), measurements, ct);
        return measurements;
    }

    /// <summary>The nth pair of fresh seats, each from another showing than the one before.</summary>
    public static async Task<string> HoldAsync(LoadRun run, LoadCustomer[] customers, long[] showings, int seats, int n, CancellationToken ct)
    {
        var left = n / showings.Length % (seats / 2) * 2;
        return (await run.Stack.SeatHolds.HoldAsync(customers[n % customers.Length], showings[n % showings.Length], [left, left + 1], ct)).Word;
    }
}
