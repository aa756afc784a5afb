using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Ticketing.Core.Seats;
using Ticketing.Core.Seats.Showings;
using Ticketing.SeatHolds.RateLimiting;
using Ticketing.ServiceDefaults;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>
/// The showings that somebody asked for lately or watches, each kept as it is by what Redis publishes. However many ask, Redis is
/// read when a showing is asked for first, when a change was missed, and once in a while to be safe.
/// </summary>
sealed class LiveShowings(
    SeatStateStore seats, IConnectionMultiplexer redis, IOptions<StreamOptions> options, StreamMetrics metrics,
    TimeProvider clock, ILogger<LiveShowings> logger)
{
    readonly ConcurrentDictionary<long, LiveShowing> showings = new();
    readonly SharedCalls<long, LiveShowing?> beginnings = new();
    readonly SharedCalls<long, bool> readings = new();
    readonly SharedCalls<RedisChannel, bool> subscriptions = new();
    volatile bool isSubscribed;

    public ICollection<LiveShowing> All => showings.Values;

    /// <summary>Costs a look-up.</summary>
    public bool TryGet(long showingId, [NotNullWhen(true)] out LiveShowing? showing) => showings.TryGetValue(showingId, out showing);

    /// <summary>Null if there is no such showing.</summary>
    /// <exception cref="SeatHoldsUnavailableException">Redis is away, and the showing was not asked for before.</exception>
    public async ValueTask<LiveShowing?> WatchAsync(long showingId, CancellationToken ct) =>
        TryGet(showingId, out var showing) ? showing : await beginnings.RunAsync(showingId, BeginAsync, ct);

    /// <summary>The seats at <paramref name="min"/> or later, where the caller has seen that state already, as in a hold's answer.</summary>
    /// <exception cref="SeatHoldsUnavailableException">Redis is away, and what was known last is older.</exception>
    public async Task<SeatsAnswer> AnswerAsync(LiveShowing showing, SeatVersion min, CancellationToken ct)
    {
        if (!await CatchUpAsync(showing, min, ct))
            throw new SeatHoldsUnavailableException("Redis does not answer.");
        return showing.Answer();
    }

    /// <summary>Reads all seats; those who ask at the same time share one reading. False if Redis is away, and the showing now stale.</summary>
    public Task<bool> ReadAsync(LiveShowing showing, CancellationToken ct) => readings.RunAsync(showing.Id, _ => ReadOnceAsync(showing, seats.ReadAsync), ct);

    /// <summary>
    /// Reads what somebody watches, or has asked for since the last time, and forgets the rest. What Redis has lost and nobody watches is
    /// forgotten too: after a loss the showings come back one by one as they are asked for, not all at once.
    /// </summary>
    public async Task RefreshAsync(LiveShowing showing, CancellationToken ct)
    {
        // While Redis is away, what is known could not be had again.
        if (!showing.IsStale && showing.IsIdle())
            Drop(showing);
        else if (showing.IsWatched)
            await ReadAsync(showing, ct);
        else
            await readings.RunAsync(showing.Id, _ => ReadOnceAsync(showing, seats.ReadIfLoadedAsync), ct);
    }

    /// <summary>Sees to it that the seats are at least as of a version that is known to be there. False if Redis is away.</summary>
    async Task<bool> CatchUpAsync(LiveShowing showing, SeatVersion version, CancellationToken ct)
    {
        // The reading that this call joins may have begun before that version.
        for (var reading = 0; reading < 2 && showing.Version < version; reading++)
        {
            if (!await ReadAsync(showing, ct))
                return false;
        }

        return true;
    }

    async Task<LiveShowing?> BeginAsync(long showingId)
    {
        if (TryGet(showingId, out var known))
            return known;
        await SubscribeAsync();
        if (await seats.ReadAsync(showingId, CancellationToken.None) is not { } states)
            return null;

        var showing = new LiveShowing(showingId, states, options.Value, metrics, clock);
        showings[showingId] = showing;
        // What changed between the first reading and this line was told to nobody.
        await ReadAsync(showing, CancellationToken.None);
        return showing;
    }

    /// <summary>
    /// One subscription for all showings, begun with the first: a message that finds its reader at work costs no wake-up, and in a rush
    /// there are as many messages as holds. After that the client keeps it through every loss of the connection.
    /// </summary>
    Task SubscribeAsync() => isSubscribed ? Task.CompletedTask : subscriptions.RunAsync(SeatChanges.AllChannels, SubscribeAsync, CancellationToken.None);

    async Task<bool> SubscribeAsync(RedisChannel channels)
    {
        if (isSubscribed)
            return true;

        try
        {
            (await redis.GetSubscriber().SubscribeAsync(channels)).OnMessage(message => Receive(message.Channel, message.Message));
            return isSubscribed = true;
        }
        catch (Exception e) when (e is RedisConnectionException or RedisTimeoutException)
        {
            // Else the client would keep this one too, and for nobody.
            await redis.GetSubscriber().UnsubscribeAsync(channels, flags: CommandFlags.FireAndForget);
            throw new SeatHoldsUnavailableException("Redis does not answer.", e);
        }
    }

    void Receive(RedisChannel channel, string? message)
    {
        if (!SeatChanges.TryReadChannel(channel, out var showingId) || !TryGet(showingId, out var showing))
            return;
        if (!SeatChanges.TryParse(message, out var changes))
        {
            logger.LogError("Showing {ShowingId} has published what cannot be read: {Message}", showingId, message);
            _ = ReadAnewAsync(showing, () => ReadAsync(showing, CancellationToken.None));
        }
        else if (showing.Receive(changes) == Reception.Gap)
        {
            // Others' messages do not wait for it. Nor do this showing's: each that comes meanwhile sees to its own version.
            _ = ReadAnewAsync(showing, () => CatchUpAsync(showing, changes.Version, CancellationToken.None));
        }
    }

    async Task ReadAnewAsync(LiveShowing showing, Func<Task<bool>> read)
    {
        try
        {
            await read();
        }
        catch (Exception e)
        {
            logger.LogError(e, "Showing {ShowingId} cannot be read", showing.Id);
        }
    }

    async Task<bool> ReadOnceAsync(LiveShowing showing, Func<long, CancellationToken, Task<SeatStates?>> read)
    {
        try
        {
            if (await read(showing.Id, CancellationToken.None) is { } states)
                showing.Adopt(states);
            else
                Drop(showing);
            return true;
        }
        catch (SeatHoldsUnavailableException)
        {
            showing.BecomeStale();
            return false;
        }
    }

    void Drop(LiveShowing showing)
    {
        if (!showings.TryRemove(KeyValuePair.Create(showing.Id, showing)))
            return;
        showing.End();
        showing.Dispose();
    }
}

/// <summary>
/// Turns away addresses that ask for one showing after the other that does not exist: each costs a look into PostgreSQL.
/// Showings that exist cost nothing here, however many ask for them.
/// </summary>
sealed class UnknownShowings(TimeProvider clock)
{
    readonly TokenBuckets<IPAddress> misses = new(burst: 100, perSecond: 10, clock);

    /// <summary>Ask before a showing is looked up that is not in memory. If true, the request has got its answer: 429.</summary>
    public bool Refuse(HttpContext http)
    {
        if (!misses.IsEmpty(Network(http)))
            return false;

        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = "1";
        return true;
    }

    public void Count(HttpContext http) => misses.TryTake(Network(http), out _);

    static IPAddress Network(HttpContext http) => ClientNetwork.Of(http) ?? IPAddress.None;
}
