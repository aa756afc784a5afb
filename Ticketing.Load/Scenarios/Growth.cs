using System.CommandLine;
using Ticketing.Load.Comparing;
using Ticketing.Load.Driving;

namespace Ticketing.Load.Scenarios;

/// <summary>How cost grows with what grows in a chain of cinemas: short runs, one after the other, of the deployed endpoints alone.</summary>
sealed class Growth : IScenario
{
    static readonly Option<string> Showings = Options.Numbers("--showings", "1,100,10000", "Showings of 300 seats, one run for each number");
    static readonly Option<string> Seats = Options.Numbers("--seats", "100,300,600", "Seats of 1,000 showings, one run for each number");
    static readonly Option<string> Streams = Options.Numbers("--streams", "1,1000,5000", "Clients of one hall's stream, one run for each number");
    static readonly Option<string> People = Options.Numbers("--waiting", "1000,10000,100000", "People who wait, one run for each number");
    static readonly Option<double> Seconds = Options.Seconds("--seconds", 3, "How long wrk runs");

    public Command Command { get; } = new("growth", "how cost grows with showings, seats, streams and people who wait") { Showings, Seats, Streams, People, Seconds };

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var options = run.Options;
        var (showings, seats) = (options.GetNumbers(Showings), options.GetNumbers(Seats));
        var wrk = new Wrk(Connections: 64, options.GetTime(Seconds));

        run.Report.Heading("Showings and seats");
        var rows = new List<string[]>();
        foreach (var (count, size) in showings.Select(count => (count, 300)).Concat(seats.Select(size => (1000, size))))
            rows.Add(await HoldsAsync(run, wrk, count, size, ct));
        run.Report.Table("Holds of two seats as fast as they go; a hall that is full ends the turn's successes", ["showings × seats", "held/s", "held", "p50 ms", "p99 ms"], rows);

        foreach (var clients in options.GetNumbers(Streams))
            await Streaming.MeasureAsync(run, clients, changes: 100, TimeSpan.FromSeconds(5), rounds: 1, seats: 300, ct, $"stream_of_{clients}");

        run.Report.Heading("People who wait");
        rows = [];
        foreach (var people in options.GetNumbers(People))
            rows.Add(await PollsAsync(run, wrk, people, ct));
        run.Report.Table("Status polls as fast as they go", ["waiting", "polls/s", "p50 ms", "p99 ms", "MiB of seat-holds"], rows);
    }

    static async Task<string[]> HoldsAsync(LoadRun run, Wrk wrk, int showings, int seats, CancellationToken ct)
    {
        var fresh = await run.AddShowingsAsync(showings, seats, ct);
        using var turns = await WrkTurns.PrepareAsync(run.Stack.Customers.New(10_000), ct);
        var shot = new Shot(run.Stack.Address("seat-holds"), "api", "/api/showings/%d/holds", fresh, null);
        // A single showing has seats for a moment only.
        var turn = showings == 1 ? wrk with { Connections = 8, Duration = TimeSpan.FromSeconds(1) } : wrk;
        var result = await turns.RunAsync(turn, shot, seats, ct);
        return [$"{showings:N0} × {seats}", $"{result.SuccessesPerSecond:N0}", $"{result.Successes:N0}", $"{result.P50:F2}", $"{result.P99:F2}"];
    }

    static async Task<string[]> PollsAsync(LoadRun run, Wrk wrk, int people, CancellationToken ct)
    {
        var crowd = await Crowd.GatherAsync(run, people, cap: 300, ratePerSecond: 20, ct);
        using var turns = await WrkTurns.PrepareAsync([], ct);
        var shot = await Contestants.Place(run.Stack, crowd).Prepare(ct);
        var result = await turns.RunAsync(wrk, shot, 0, ct);
        return [$"{people:N0}", $"{result.SuccessesPerSecond:N0}", $"{result.P50:F2}", $"{result.P99:F2}", $"{run.Stack.ProcessOf("seat-holds").WorkingSet64 >> 20}"];
    }
}
