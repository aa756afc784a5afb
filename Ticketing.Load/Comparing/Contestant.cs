using Ticketing.Load.Baselines;
using Ticketing.Load.Scenarios;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Comparing;

/// <summary>One of those who do the same work.</summary>
/// <param name="Prepare">Makes everything fresh for a round.</param>
sealed record Contestant(string Name, string What, Func<CancellationToken, Task<Shot>> Prepare);

sealed class Contestants(LoadStack stack, BaselineProcess baselines, int showings, int seats)
{
    /// <summary>The baselines know showings by number only.</summary>
    readonly long[] numbers = [.. Enumerable.Range(1, showings).Select(number => (long)number)];

    public IReadOnlyList<Contestant> ForHolds =>
    [
        Hello,
        Bare("evalsha", "one EVALSHA that holds two seats, no JSON, no authentication"),
        Bare("redlock", "RedLock.net: two locks, check, set"),
        Bare("for-update", "PostgreSQL: BEGIN, SELECT … FOR UPDATE, UPDATE, COMMIT"),
        Bare("on-conflict", "PostgreSQL: BEGIN, INSERT … ON CONFLICT DO NOTHING, COMMIT"),
        new("hold", "POST /api/showings/{id}/holds of seat-holds, as deployed", PrepareHoldAsync),
    ];

    public Contestant Hello => new("hello", "GET that answers a constant", async ct =>
    {
        await baselines.EmptyAsync([], 0, ct);
        return new Shot(baselines.Address, "get", "/hello?showing=%d", numbers, null);
    });

    /// <summary>The same showings in every round: nothing is taken from them.</summary>
    public async Task<Contestant> SeatMapAsync(CancellationToken ct)
    {
        var shown = await FreshShowingsAsync(ct);
        return new("seatmap", "GET /live/showings/{id}/seats of seat-holds, as deployed", async token =>
        {
            await stack.SeatHolds.LoadAsync(shown, token);
            return new Shot(stack.Address("seat-holds"), "get", "/live/showings/%d/seats", shown, null);
        });
    }

    /// <summary>Everybody in the crowd in turn.</summary>
    public static Contestant Place(LoadStack stack, Crowd crowd) => new("waiting", "GET /live/waiting-rooms/{id}/place of seat-holds, as deployed", _ =>
        Task.FromResult(new Shot(stack.Address("seat-holds"), "place", $"/live/waiting-rooms/{crowd.Room}/place", [], null) { Tokens = crowd.Tokens }));

    Contestant Bare(string name, string what) => new(name, what, async ct =>
    {
        await baselines.EmptyAsync(name == "for-update" ? numbers : [], seats, ct);
        return new Shot(baselines.Address, "bare", $"/{name}/%d/%d/%d", numbers, token => baselines.HeldSeatsAsync(name, token));
    });

    async Task<Shot> PrepareHoldAsync(CancellationToken ct)
    {
        var fresh = await FreshShowingsAsync(ct);
        return new Shot(
            stack.Address("seat-holds"), "api", "/api/showings/%d/holds", fresh, token => stack.SeatHolds.HeldSeatsAsync(fresh, token));
    }

    /// <summary>New showings in an emptied Redis, loaded as the first who looks at a showing loads it.</summary>
    async Task<long[]> FreshShowingsAsync(CancellationToken ct)
    {
        await stack.Redis.FlushAllDatabasesAsync();
        var fresh = await stack.Showings.AddAsync(showings, seats, ct);
        await stack.SeatHolds.LoadAsync(fresh, ct);
        return fresh;
    }
}
