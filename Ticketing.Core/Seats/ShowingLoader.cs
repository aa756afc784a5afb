using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Ticketing.Core.Database;

namespace Ticketing.Core.Seats;

/// <summary>
/// Builds a showing in Redis from PostgreSQL, when Redis does not have it or has it from another life of the server. One
/// process builds a showing at a time, the others wait for it; should one be slow enough to lose its turn, the first to
/// finish wins, so holds made since are safe. A booking that is being committed right now may be missing: whoever commits
/// it looks after that (see <see cref="SeatReconciliation"/>).
/// </summary>
sealed class ShowingLoader(
    IConnectionMultiplexer redis, RedisIncarnation incarnation, IServiceScopeFactory scopes, IOptions<SeatHoldOptions> options, ILogger<ShowingLoader> logger)
{
    static readonly ShowingScript LoadScript = ShowingScript.OfAny("Load");

    /// <summary>How long a builder has its turn: many times what building takes.</summary>
    static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    static readonly TimeSpan WaitingStep = TimeSpan.FromMilliseconds(25);

    readonly SharedCalls<long, bool> loading = new();

    /// <summary>False if there is no such showing.</summary>
    public Task<bool> LoadAsync(long showingId, CancellationToken ct) => loading.RunAsync(showingId, LoadAsync, ct);

    async Task<bool> LoadAsync(long showingId)
    {
        // It may be missing because the server is another than we think.
        incarnation.Doubt();
        var server = await incarnation.ReadAsync();
        var builder = ShowingKeys.Builder(showingId);
        RedisValue token = Guid.NewGuid().ToString("N");
        var keys = redis.GetDatabase();

        for (var waited = TimeSpan.Zero; waited < 2 * Turn; waited += WaitingStep)
        {
            if (await keys.HashGetAsync(ShowingKeys.Of(showingId)[0], "server") == server)
                return true;
            if (await keys.LockTakeAsync(builder, token, Turn))
                return await BuildAsync(showingId, server, builder, token);
            await Task.Delay(WaitingStep);
        }

        throw new SeatHoldsUnavailableException($"Nobody could build showing {showingId} in {2 * Turn}.");
    }

    async Task<bool> BuildAsync(long showingId, string server, RedisKey builder, RedisValue token)
    {
        try
        {
            return await BuildAsync(showingId, server);
        }
        finally
        {
            await redis.GetDatabase().LockReleaseAsync(builder, token);
        }
    }

    async Task<bool> BuildAsync(long showingId, string server)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        if (await ShowingSnapshot.ReadAsync(database, showingId, CancellationToken.None) is not { } snapshot)
            return false;

        // Due for a sweep and for reconciliation before it can have a hold, so that no hold is ever out of their sight.
        var keys = redis.GetDatabase();
        await keys.SortedSetAddAsync(ShowingKeys.Sweeps, showingId, 0, When.NotExists);
        await keys.SortedSetAddAsync(ShowingKeys.Reconciliations, showingId, 0, When.NotExists);
        await LoadScript.RunAsync(
            keys, ShowingKeys.Of(showingId), [.. snapshot.ToLoadArguments(options.Value.BookingGrace), server]);
        logger.LogInformation("Loaded showing {ShowingId} as generation {Generation}", showingId, snapshot.Generation);
        return true;
    }
}
