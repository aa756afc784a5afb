using System.CommandLine;

namespace Ticketing.Load.Scenarios;

/// <summary>Many buyers, overlapping pairs, one hall: how soon is it settled who has which seats?</summary>
sealed class Race : IScenario
{
    static readonly Option<int> Buyers = Options.Number("--buyers", 200, "Who all want two seats side by side");
    static readonly Option<int> Seats = Options.Number("--seats", 300, "Seats of the hall", least: 2);
    static readonly Option<int> Rounds = Options.Number("--rounds", 5, "Races, each in a showing of its own");

    public Command Command { get; } = new("race", "buyers who want overlapping pairs of one hall's seats, until all is settled") { Buyers, Seats, Rounds };

    public Task RunAsync(LoadRun run, CancellationToken ct) =>
        MeasureAsync(run, run.Options.GetValue(Buyers), run.Options.GetValue(Seats), run.Options.GetValue(Rounds), ct);

    public static async Task MeasureAsync(LoadRun run, int buyers, int seats, int rounds, CancellationToken ct)
    {
        run.Report.Heading($"Race: {buyers} buyers, overlapping pairs of {seats} seats");
        var rows = new List<string[]>();
        var seatHolds = run.Stack.SeatHolds;
        // One more, which warms up and is not counted.
        for (var round = 0; round <= rounds; round++)
        {
            var showing = (await run.AddShowingsAsync(1, seats, ct))[0];
            var result = await new PairRace(seatHolds, showing, seats).RunAsync(run.Stack.Customers.New(buyers), ct);
            run.Wrongs.AddRange(result.Wrongs);
            if (round == 0)
                continue;

            run.Report.Figures.Add("race_settled_seconds", result.Settled.TotalSeconds);
            rows.Add([$"{round}", $"{result.Settled.TotalSeconds:F3}", $"{result.SeatsHeld}", $"{result.Held.Count}", $"{result.Requests}"]);
        }

        run.Report.Table("Races", ["round", "settled s", "seats held", "buyers with a pair", "requests"], rows);
    }
}
