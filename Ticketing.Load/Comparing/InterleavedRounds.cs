using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Comparing;

/// <summary>
/// Lets contestants do the same work in turns: warm-ups of each that are not counted, then rounds, in each of which everybody has a
/// turn, and not always the same one first. What drifts on the machine drifts for all, so ratios are taken within a round.
/// </summary>
sealed class InterleavedRounds(LoadStack stack, Report report, Wrk wrk, int rounds, int seats)
{
    /// <summary>Ends refused or broken beyond this are not noise of the end of a turn.</summary>
    const double MostRefused = 0.001;

    /// <summary>In the first the just-in-time compiler has yet to see what is hot.</summary>
    const int WarmUps = 2;

    /// <returns>Successes per second by contestant, one per round.</returns>
    public async Task<IReadOnlyDictionary<string, double[]>> RunAsync(string caption, IReadOnlyList<Contestant> contestants, CancellationToken ct)
    {
        var results = contestants.ToDictionary(contestant => contestant.Name, _ => new List<WrkResult>());
        using var turns = await WrkTurns.PrepareAsync(stack.Customers.New(10_000), ct);
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
        {
            foreach (var contestant in contestants)
                await TurnAsync(contestant, turns, "warm-up", ct);
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var contestant in contestants.Skip(round % contestants.Count).Concat(contestants.Take(round % contestants.Count)))
                results[contestant.Name].Add(await TurnAsync(contestant, turns, $"round {round + 1}", ct));
        }

        report.Table(
            caption, ["contestant", "per second", "min", "max", "p50 ms", "p99 ms"], [.. contestants.Select(contestant => Row(contestant.Name, results[contestant.Name]))]);
        return results.ToDictionary(result => result.Key, result => result.Value.Select(turn => turn.SuccessesPerSecond).ToArray());
    }

    async Task<WrkResult> TurnAsync(Contestant contestant, WrkTurns turns, string round, CancellationToken ct)
    {
        var shot = await contestant.Prepare(ct);
        var result = await turns.RunAsync(wrk, shot, seats, ct);
        Console.WriteLine($"{round,-9} {contestant.Name,-12} {result.SuccessesPerSecond,10:N0}/s   p99 {result.P99,6:F1} ms   refused {result.Refused}");
        if (result.Successes == 0 || result.Broken > 0 || result.Refused > result.Requests * MostRefused)
            throw new InvalidOperationException($"{contestant.Name}: of {result.Requests} requests {result.Refused} were refused and {result.Broken} broke: this is no comparison.");
        if (shot.HeldSeats is { } heldSeats)
            Verify(contestant, result, await heldSeats(ct));
        return result;
    }

    /// <summary>The store must agree with the driver, but for what was under way when wrk hung up.</summary>
    void Verify(Contestant contestant, WrkResult result, long held)
    {
        if (held < result.Successes * 2 || held > (result.Successes + wrk.Connections) * 2)
            throw new InvalidOperationException($"{contestant.Name}: wrk counts {result.Successes} holds of two seats, the store has {held} seats held.");
    }

    static string[] Row(string name, List<WrkResult> turns)
    {
        var rates = turns.Select(turn => turn.SuccessesPerSecond).Order().ToList();
        return
        [
            name, $"{rates[rates.Count / 2]:N0}", $"{rates[0]:N0}", $"{rates[^1]:N0}",
            $"{turns.Select(turn => turn.P50).Order().ElementAt(turns.Count / 2):F2}", $"{turns.Select(turn => turn.P99).Order().ElementAt(turns.Count / 2):F2}",
        ];
    }
}
