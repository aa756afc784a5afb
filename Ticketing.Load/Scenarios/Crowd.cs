using System.Collections.Concurrent;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>A waiting room before one showing, with many people in it.</summary>
/// <param name="Tokens">Everybody's.</param>
/// <param name="Early">Those who came before the opening, whose places were drawn by lot.</param>
sealed record Crowd(long Showing, long Room, IReadOnlyList<string> Tokens, IReadOnlyList<Waiter> Early)
{
    const int AtOnce = 64;

    /// <summary>So long after the first one joins the sale opens, or when all have joined.</summary>
    static readonly TimeSpan Lead = TimeSpan.FromSeconds(10);

    /// <summary>Makes a room that soon opens, and has people join it over HTTP, before and after.</summary>
    public static async Task<Crowd> GatherAsync(LoadRun run, int people, int cap, double ratePerSecond, CancellationToken ct)
    {
        var showing = (await run.AddShowingsAsync(1, 300, ct))[0];
        using var api = run.Stack.Client("api");
        var opensAt = TimeProvider.System.GetUtcNow() + Lead;
        var room = await WaitingRoomClient.OpenAsync(api, await run.Stack.StaffAsync(ct), showing, cap, ratePerSecond, opensAt, ct);
        run.Rooms.Add(room);
        using var seatHolds = run.Stack.Client("seat-holds");
        var rooms = new WaitingRoomClient(seatHolds);
        await rooms.StandsAsync(showing, ct);

        var tokens = new ConcurrentBag<string>();
        var early = new ConcurrentBag<Waiter>();
        await using (new ProgressLine(second => $"joining {second,4} s   {tokens.Count,8:N0} of {people:N0}"))
        {
            await Parallel.ForAsync(0, people, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (_, token) =>
            {
                var customer = run.Stack.Customers.New();
                var answer = await rooms.JoinAsync(customer, room, token);
                var place = answer.Body?.Token ?? throw new InvalidOperationException($"Somebody who joined was answered {answer.Word}.");
                tokens.Add(place);
                if (answer.Body.State == "early")
                    early.Add(new Waiter(customer, place));
            });
        }

        await rooms.OpensAsync(showing, ct);
        return new Crowd(showing, room, [.. tokens], [.. early]);
    }
}

/// <param name="Token">Of the place.</param>
sealed record Waiter(LoadCustomer Customer, string Token);
