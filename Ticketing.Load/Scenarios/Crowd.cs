using System.Collections.Concurrent;
using Ticketing.Load.Driving;

namespace Ticketing.Load.Scenarios;

/// <summary>A waiting room before one showing, with many people in it.</summary>
sealed record Crowd(long Showing, long Room, IReadOnlyList<string> Tokens)
{
    const int AtOnce = 64;

    /// <summary>Opens a room that lets hardly anybody in, and has people join it over HTTP.</summary>
    public static async Task<Crowd> GatherAsync(LoadRun run, int people, int cap, double ratePerSecond, CancellationToken ct)
    {
        var showing = (await run.Stack.Showings.AddAsync(1, 300, ct))[0];
        run.Showings.Add(showing);
        using var api = run.Stack.Client("api");
        var room = await WaitingRoomClient.OpenAsync(api, run.Stack.Customers.Staff(), "showing", $"{showing}", cap, ratePerSecond, opensAt: null, ct);
        run.Rooms.Add(room);
        using var seatHolds = run.Stack.Client("seat-holds");
        var rooms = new WaitingRoomClient(seatHolds);
        await rooms.StandsAsync(showing, ct);

        var tokens = new ConcurrentBag<string>();
        await using (new ProgressLine(second => $"joining {second,4} s   {tokens.Count,8:N0} of {people:N0}"))
        {
            await Parallel.ForAsync(0, people, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (_, token) =>
            {
                var answer = await rooms.JoinAsync(run.Stack.Customers.New(), room, token);
                tokens.Add(answer.Body?.Token ?? throw new InvalidOperationException($"Somebody who joined was answered {answer.Word}."));
            });
        }

        return new Crowd(showing, room, [.. tokens]);
    }
}
