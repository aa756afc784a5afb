using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Ticketing.Core.Database;
using Ticketing.Core.Seats.Holds;
using Ticketing.Core.Seats.Showings;

namespace Ticketing.Core.Seats.Loading;

/// <summary>
/// Builds a showing in Redis from PostgreSQL, when Redis does not have it or has it from another life of the server. One
/// process builds a showing at a time, the others wait for it; should one be slow enough to lose its turn, the first to
/// finish wins, so holds made since are safe. A booking that is being committed right now may be missing: whoever commits
/// it looks after that (see <see cref="SeatReconciliation"/>).
/// </summary>
sealed class ShowingLoader(
    IConnectionMultiplexer redis, RedisIncarnation incarnation, IServiceScopeFactory scopes, IMemoryCache cache, IOptions<SeatHoldOptions> options,
    ILogger<ShowingLoader> logger) : IDisposable
{
    /// <summary>At once in this process: what else needs PostgreSQL must not wait behind a thousand showings.</summary>
    const int MaxBuilds = 4;

    /// <summary>Keeps those who guess at numbers from the database.</summary>
    static readonly TimeSpan UnknownLifetime = TimeSpan.FromSeconds(2);

    static readonly ShowingScript LoadScript = ShowingScript.OfAny<ShowingLoader>("Load");

    /// <summary>How long a builder has its turn: many times what building takes.</summary>
    static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    static readonly TimeSpan WaitingStep = TimeSpan.FromMilliseconds(25);

    readonly SharedCalls<long, bool> loading = new();
    readonly SemaphoreSlim builds = new(MaxBuilds);

    /// <summary>False if there is no such showing.</summary>
    public Task<bool> LoadAsync(long showingId, CancellationToken ct) =>
        cache.TryGetValue(new Unknown(showingId), out _) ? Task.FromResult(false) : loading.RunAsync(showingId, LoadAsync, ct);

    public void Dispose() => builds.Dispose();

    async Task<bool> LoadAsync(long showingId)
    {
        var builder = ShowingKeys.Builder(showingId);
        RedisValue token = Guid.NewGuid().ToString("N");
        var keys = redis.GetDatabase();

        for (var waited = TimeSpan.Zero; waited < 2 * Turn; waited += WaitingStep)
        {
            var server = await incarnation.ReadAsync();
            if (await keys.HashGetAsync(ShowingKeys.Of(showingId)[0], "server") == server)
                return true;
            if (!await keys.LockTakeAsync(builder, token, Turn))
                await Task.Delay(WaitingStep);
            else if (await BuildAsync(showingId, server, builder, token) is { } exists)
                return exists;
            else
                incarnation.Doubt();
        }

        throw new SeatHoldsUnavailableException($"Nobody could build showing {showingId} in {2 * Turn}.");
    }

    async Task<bool?> BuildAsync(long showingId, string server, RedisKey builder, RedisValue token)
    {
        await builds.WaitAsync();
        try
        {
            return await BuildAsync(showingId, server);
        }
        finally
        {
            builds.Release();
            await redis.GetDatabase().LockReleaseAsync(builder, token);
        }
    }

    /// <summary>False if there is no such showing, null if the server is another than we think.</summary>
    async Task<bool?> BuildAsync(long showingId, string server)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        if (await ShowingSnapshot.ReadAsync(database, showingId, CancellationToken.None) is not { } snapshot)
        {
            cache.Set(new Unknown(showingId), true, UnknownLifetime);
            return false;
        }

        // Before it can have a hold, so that no hold is ever out of the sweepers' sight; and after, should one of them have
        // found the showing still missing meanwhile.
        var keys = redis.GetDatabase();
        await ShowingLists.AddAsync(keys, showingId);
        var answer = new ShowingScriptResult(await LoadScript.RunAsync(
            keys, ShowingKeys.Of(showingId), [.. snapshot.ToLoadArguments(options.Value.BookingGrace), server]));
        if (answer.Status == ShowingScript.AnotherServer)
            return null;

        await ShowingLists.AddAsync(keys, showingId);
        logger.LogInformation("Loaded showing {ShowingId} as generation {Generation}", showingId, snapshot.Generation);
        return true;
    }

    sealed record Unknown(long ShowingId);
}
