using System.CommandLine;
using Ticketing.Load.Driving;

namespace Ticketing.Load.Scenarios;

/// <summary>People who look at seat maps while others hold seats.</summary>
sealed class SeatMap : IScenario
{
    static readonly Option<int> Rate = Options.Number("--rate", 4000, "Looks a second");
    static readonly Option<int> Changes = Options.Number("--changes", 100, "Holds a second");
    static readonly Option<double> Seconds = Options.Seconds("--seconds", 15, "How long");
    static readonly Option<int> Showings = Options.Number("--showings", 50, "Showings");
    static readonly Option<int> Seats = Options.Number("--seats", 300, "Seats of each", least: 2);

    public Command Command { get; } = new("seatmap", "seat states at a given rate while seats change: how long people wait") { Rate, Changes, Seconds, Showings, Seats };

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var (rate, changes, duration) = (run.Options.GetValue(Rate), run.Options.GetValue(Changes), run.Options.GetTime(Seconds));
        var (showings, seats) = (run.Options.GetValue(Showings), run.Options.GetValue(Seats));

        run.Report.Heading($"{rate:N0} looks a second at {showings:N0} showings, {changes:N0} holds a second");
        var fresh = await run.AddShowingsAsync(showings, seats, ct);
        using var client = run.Stack.Client("seat-holds");
        var customers = run.Stack.Customers.New(1000);
        var (looks, holds) = (new Measurements(), new Measurements());
        await using (new ProgressLine("looks", looks))
        {
            await Task.WhenAll(
                OpenLoop.RunAsync(Arrivals.Poisson(rate, duration, new Random(1)), LookAsync, looks, ct),
                OpenLoop.RunAsync(Arrivals.Poisson(changes, duration, new Random(2)), (n, token) => Holds.HoldAsync(run, customers, fresh, seats, n, token), holds, ct));
        }

        run.Report.Latencies("Looks", looks);
        run.Report.Latencies("Holds", holds);

        async Task<string> LookAsync(int n, CancellationToken token)
        {
            using var response = await client.GetAsync($"/live/showings/{fresh[n % showings]}/seats", token);
            return $"{(int)response.StatusCode}";
        }
    }
}
