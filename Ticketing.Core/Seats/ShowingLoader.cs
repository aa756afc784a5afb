using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Ticketing.Core.Database;

namespace Ticketing.Core.Seats;

/// <summary>
/// Builds a showing in Redis from PostgreSQL. Of several builders the first wins, so holds made since are safe; this
/// process builds a showing once at a time. A booking being committed right now may be missing until its message or
/// PostgreSQL's own index speaks: a seat may look free for moments, but cannot be sold twice.
/// </summary>
sealed class ShowingLoader(IConnectionMultiplexer redis, IServiceScopeFactory scopes, IOptions<SeatHoldOptions> options, ILogger<ShowingLoader> logger)
{
    static readonly ShowingScript LoadScript = ShowingScript.OfAny("Load");

    readonly SharedCalls<long, bool> loading = new();

    /// <summary>False if there is no such showing.</summary>
    public Task<bool> LoadAsync(long showingId, CancellationToken ct) => loading.RunAsync(showingId, LoadAsync, ct);

    async Task<bool> LoadAsync(long showingId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        if (await ShowingSnapshot.ReadAsync(database, showingId, CancellationToken.None) is not { } snapshot)
            return false;

        // Due for a sweep before it can have a hold, so that no hold is ever out of the sweepers' sight.
        var keys = redis.GetDatabase();
        await keys.SortedSetAddAsync(ShowingKeys.Sweeps, showingId, 0, When.NotExists);
        await LoadScript.RunAsync(keys, ShowingKeys.Of(showingId), snapshot.ToLoadArguments(options.Value.BookingGrace));
        logger.LogInformation("Loaded showing {ShowingId} as generation {Generation}", showingId, snapshot.Generation);
        return true;
    }
}
