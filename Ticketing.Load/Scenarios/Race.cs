using System.Globalization;
using Ticketing.Load.Driving;

namespace Ticketing.Load.Scenarios;

/// <summary>Many buyers, overlapping pairs, one hall: how soon is it settled who has which seats?</summary>
sealed class Race : IScenario
{
    public string Name => "race";
    public string Summary => "buyers who want overlapping pairs of one hall's seats, until all is settled";
    public string Usage => "--buyers 200 --seats 300 --rounds 5";

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var (buyers, seats, rounds) = (run.Options.Number("buyers", 200), run.Options.Number("seats", 300), run.Options.Number("rounds", 5));
        run.Options.RefuseUnknown();
        await MeasureAsync(run, buyers, seats, rounds, ct);
    }

    public static async Task MeasureAsync(LoadRun run, int buyers, int seats, int rounds, CancellationToken ct)
    {
        run.Report.Heading($"Race: {buyers} buyers, overlapping pairs of {seats} seats");
        var rows = new List<string[]>();
        var seatHolds = new SeatHoldsClient(run.Stack.Client("seat-holds"));
        // One more, which warms up and is not counted.
        for (var round = 0; round <= rounds; round++)
        {
            var showing = (await run.Stack.Showings.AddAsync(1, seats, ct))[0];
            run.Showings.Add(showing);
            await seatHolds.StatesAsync(showing, min: null, ct);
            var result = await new PairRace(seatHolds, showing, seats).RunAsync(run.Stack.Customers.New(buyers), ct);
            run.Wrongs.AddRange(result.Wrongs);
            if (round == 0)
                continue;

            run.Report.Figures.Add("race_settled_seconds", result.Settled.TotalSeconds);
            rows.Add([$"{round}", result.Settled.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture), $"{result.SeatsHeld}", $"{result.Held.Count}", $"{result.Requests}"]);
        }

        run.Report.Table("Races", ["round", "settled s", "seats held", "buyers with a pair", "requests"], rows);
    }
}
