using Ticketing.Load.Baselines;
using Ticketing.Load.Driving;
using Ticketing.Load.Scenarios;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Comparing;

/// <summary>Measures the product against what people would use instead, on the same servers in the same minutes.</summary>
sealed class Compare : IScenario
{
    const string Everything = "holds,seatmap,race,stream,waiting";

    public string Name => "compare";
    public string Summary => "the product beside its alternatives, in interleaved rounds: the figures";
    public string Usage => $"--rounds 5 --seconds 3 --connections 64 --showings 1000 --seats 300 --waiting 100000 --only {Everything} --strict";

    public StackSettings Settings => Visitors.Settings;

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var (options, report, stack) = (run.Options, run.Report, run.Stack);
        var (rounds, showings, seats) = (options.Number("rounds", 5), options.Number("showings", 1000), options.Number("seats", 300));
        var waiting = options.Number("waiting", 100_000);
        var wrk = new Wrk(Threads: 1, options.Number("connections", 64), options.Seconds("seconds", 3));
        var only = options.Text("only", Everything).Split(',');
        _ = options.Flag("strict");
        options.RefuseUnknown();

        await Conditions.ReportAsync(run, wrk, ct);
        await using var baselines = await BaselineProcess.StartAsync(stack, ct);
        var contestants = new Contestants(stack, baselines, showings, seats);
        var turns = new Rounds(stack, report, wrk, rounds, seats);
        if (only.Contains("holds"))
        {
            report.Heading($"Holds of two fresh seats: {showings:N0} showings of {seats} seats");
            var rates = await turns.RunAsync("Successful holds (hello: answers)", contestants.ForHolds, ct);
            Ratio("hold_vs_evalsha", rates["hold"], rates["evalsha"]);
            Ratio("hold_vs_redlock", rates["hold"], rates["redlock"]);
            Ratio("hold_vs_for_update", rates["hold"], rates["for-update"]);
            Ratio("hold_vs_on_conflict", rates["hold"], rates["on-conflict"]);
            Ratio("evalsha_vs_hello", rates["evalsha"], rates["hello"]);
        }

        if (only.Contains("seatmap"))
        {
            report.Heading($"Seat states of {showings:N0} showings of {seats} seats");
            var rates = await turns.RunAsync("Answers", [contestants.Hello, await contestants.SeatMapAsync(ct)], ct);
            Ratio("seatmap_vs_hello", rates["seatmap"], rates["hello"]);
        }

        if (only.Contains("race"))
            await Race.MeasureAsync(run, buyers: 200, seats: 300, rounds, ct);

        if (only.Contains("stream"))
            await SeatStream.MeasureAsync(run, clients: 5000, changes: 100, TimeSpan.FromSeconds(6), rounds, seats: 300, ct);

        if (only.Contains("waiting"))
        {
            report.Heading($"Status polls with {waiting:N0} people waiting");
            var crowd = await Crowd.GatherAsync(run, waiting, Visitors.Cap, Visitors.RatePerSecond, ct);
            var rates = await Visitors.DuringAsync(run, crowd, () => turns.RunAsync("Answers", [contestants.Hello, Contestants.Place(stack, crowd)], ct), ct);
            Ratio("waiting_vs_hello", rates["waiting"], rates["hello"]);
        }

        report.Heading("Result");
        Targets.Report(report);

        void Ratio(string figure, double[] ours, double[] theirs)
        {
            foreach (var (mine, other) in ours.Zip(theirs))
                report.Figures.Add(figure, mine / other);
        }
    }
}
