using System.Globalization;
using Ticketing.Load.Comparing;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>How cost grows with what grows in a chain of cinemas: short runs, one after the other, of the deployed endpoints alone.</summary>
sealed class Growth : IScenario
{
    public string Name => "growth";
    public string Summary => "how cost grows with showings, seats, streams and people who wait";
    public string Usage => "--showings 1,100,10000 --seats 100,300,600 --streams 1,1000,5000 --waiting 1000,10000,100000 --seconds 3";

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var options = run.Options;
        var (showings, seats) = (options.Numbers("showings", 1, 100, 10_000), options.Numbers("seats", 100, 300, 600));
        var (streams, waiting) = (options.Numbers("streams", 1, 1000, 5000), options.Numbers("waiting", 1000, 10_000, 100_000));
        var wrk = new Wrk(Threads: 1, Connections: 64, options.Seconds("seconds", 3));
        options.RefuseUnknown();

        run.Report.Heading("Showings and seats");
        var rows = new List<string[]>();
        foreach (var (count, size) in showings.Select(count => (count, 300)).Concat(seats.Select(size => (1000, size))))
            rows.Add(await HoldsAsync(run, wrk, count, size, ct));
        run.Report.Table("Holds of two seats as fast as they go; a hall that is full ends the turn's successes", ["showings × seats", "held/s", "held", "p50 ms", "p99 ms"], rows);

        foreach (var clients in streams)
            await SeatStream.MeasureAsync(run, clients, changes: 100, TimeSpan.FromSeconds(5), rounds: 1, seats: 300, ct, $"stream_of_{clients}");

        run.Report.Heading("People who wait");
        rows = [];
        foreach (var people in waiting)
            rows.Add(await PollsAsync(run, wrk, people, ct));
        run.Report.Table("Status polls as fast as they go", ["waiting", "polls/s", "p50 ms", "p99 ms", "MiB of seat-holds"], rows);
    }

    static async Task<string[]> HoldsAsync(LoadRun run, Wrk wrk, int showings, int seats, CancellationToken ct)
    {
        var fresh = await run.Stack.Showings.AddAsync(showings, seats, ct);
        await new SeatMapReader(run.Stack).LoadAsync(fresh, ct);
        using var files = await RequestFiles.WriteAsync(run.Stack.Customers.New(10_000), ct);
        var shot = new Shot(run.Stack.Address("seat-holds"), "api", "/api/showings/%d/holds", fresh, null);
        // A single showing has seats for a moment only.
        var turn = showings == 1 ? wrk with { Connections = 8, Duration = TimeSpan.FromSeconds(1) } : wrk;
        var result = await turn.RunAsync(shot.Address, "requests.lua", files.ArgumentsFor(shot, seats, turn.Threads), ct);
        return [$"{showings:N0} × {seats}", result.SuccessesPerSecond.ToString("N0", CultureInfo.InvariantCulture), $"{result.Successes:N0}", Text(result.P50), Text(result.P99)];
    }

    static async Task<string[]> PollsAsync(LoadRun run, Wrk wrk, int people, CancellationToken ct)
    {
        var crowd = await Crowd.GatherAsync(run, people, cap: 300, ratePerSecond: 20, ct);
        using var files = await RequestFiles.WriteAsync([], ct);
        var shot = await Contestants.Place(run.Stack, crowd).Prepare(ct);
        var result = await wrk.RunAsync(shot.Address, "requests.lua", files.ArgumentsFor(shot, 0, wrk.Threads), ct);
        return [$"{people:N0}", result.SuccessesPerSecond.ToString("N0", CultureInfo.InvariantCulture), Text(result.P50), Text(result.P99), $"{run.Stack.Process("seat-holds").ResidentBytes() >> 20}"];
    }

    static string Text(double milliseconds) => milliseconds.ToString("F2", CultureInfo.InvariantCulture);
}
