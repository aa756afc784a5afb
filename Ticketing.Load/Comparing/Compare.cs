using System.CommandLine;
using Ticketing.Load.Baselines;
using Ticketing.Load.Driving;
using Ticketing.Load.Scenarios;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Comparing;

/// <summary>Measures the product against what people would use instead, on the same servers in the same minutes.</summary>
sealed class Compare : IScenario
{
    static readonly Option<int> Rounds = Options.Number("--rounds", 5, "Rounds that are counted");
    static readonly Option<double> Seconds = Options.Seconds("--seconds", 3, "How long a turn lasts");
    static readonly Option<int> Connections = Options.Number("--connections", 64, "Requests under way at a time");
    static readonly Option<int> Showings = Options.Number("--showings", 1000, "Showings");
    static readonly Option<int> Seats = Options.Number("--seats", 300, "Seats of each", least: 2);
    static readonly Option<int> People = Options.Number("--waiting", 100_000, "People in the waiting room");
    static readonly Option<string> Only = Options.Some("--only", "holds,seatmap,race,stream,waiting", "What is compared");

    public Command Command { get; } = new("compare", "the product beside its alternatives, in interleaved rounds: the figures")
    {
        Rounds, Seconds, Connections, Showings, Seats, People, Only, Options.Strict,
    };

    public StackSettings Settings => Visitors.Settings;

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var (options, report, stack) = (run.Options, run.Report, run.Stack);
        var (rounds, showings, seats) = (options.GetValue(Rounds), options.GetValue(Showings), options.GetValue(Seats));
        var waiting = options.GetValue(People);
        var wrk = new Wrk(options.GetValue(Connections), options.GetTime(Seconds));
        var only = options.GetValue(Only)!.Split(',');

        await Conditions.ReportAsync(run, wrk, ct);
        await using var baselines = await BaselineProcess.StartAsync(stack, ct);
        var contestants = new Contestants(stack, baselines, showings, seats);
        var turns = new InterleavedRounds(stack, report, wrk, rounds, seats);
        if (only.Contains("holds"))
        {
            report.Heading($"Holds of two fresh seats: {showings:N0} showings of {seats} seats");
            var rates = await turns.RunAsync("Successful holds (hello: answers)", contestants.ForHolds, ct);
            report.Figures.AddRatios("hold_vs_evalsha", rates["hold"], rates["evalsha"]);
            report.Figures.AddRatios("hold_vs_redlock", rates["hold"], rates["redlock"]);
            report.Figures.AddRatios("hold_vs_for_update", rates["hold"], rates["for-update"]);
            report.Figures.AddRatios("hold_vs_on_conflict", rates["hold"], rates["on-conflict"]);
            report.Figures.AddRatios("evalsha_vs_hello", rates["evalsha"], rates["hello"]);
        }

        if (only.Contains("seatmap"))
        {
            report.Heading($"Seat states of {showings:N0} showings of {seats} seats");
            var rates = await turns.RunAsync("Answers", [contestants.Hello, await contestants.SeatMapAsync(ct)], ct);
            report.Figures.AddRatios("seatmap_vs_hello", rates["seatmap"], rates["hello"]);
        }

        if (only.Contains("race"))
            await Race.MeasureAsync(run, buyers: 200, seats: 300, rounds, ct);

        if (only.Contains("stream"))
            await Streaming.MeasureAsync(run, clients: 5000, changes: 100, TimeSpan.FromSeconds(6), rounds, seats: 300, ct);

        if (only.Contains("waiting"))
        {
            report.Heading($"Status polls with {waiting:N0} people waiting");
            var crowd = await Crowd.GatherAsync(run, waiting, Visitors.Cap, Visitors.RatePerSecond, ct);
            var rates = await Visitors.DuringAsync(run, crowd, () => turns.RunAsync("Answers", [contestants.Hello, Contestants.Place(stack, crowd)], ct), ct);
            report.Figures.AddRatios("waiting_vs_hello", rates["waiting"], rates["hello"]);
        }

        report.Heading("Result");
        Targets.Report(report);
    }
}
