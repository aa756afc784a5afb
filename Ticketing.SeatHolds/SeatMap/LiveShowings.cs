using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Ticketing.Core.Seats;

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
        if (await seats.ReadAsync(showingId, CancellationToken.None) is not { } states)
            return null;

        var showing = new LiveShowing(showingId, states, options.Value, metrics, clock);
        await SubscribeAsync(showing);
        showings[showingId] = showing;
        // What changed between the first reading and the subscription was not heard.
        await ReadAsync(showing, CancellationToken.None);
        return showing;
    }

    async Task SubscribeAsync(LiveShowing showing)
    {
        try
        {
            showing.Messages = await redis.GetSubscriber().SubscribeAsync(SeatChanges.Channel(showing.Id));
            showing.Messages.OnMessage(message => ReceiveAsync(showing, message.Message));
        }
        catch (Exception e) when (e is RedisConnectionException or RedisTimeoutException)
        {
            throw new SeatHoldsUnavailableException("Redis does not answer.", e);
        }
    }

    /// <summary>One after the other: what comes while the seats are read waits, and is then known already or the next.</summary>
    async Task ReceiveAsync(LiveShowing showing, string? message)
    {
        if (SeatChanges.TryParse(message, out var changes))
        {
            if (showing.Receive(changes) == Reception.Gap)
                await CatchUpAsync(showing, changes.Version, CancellationToken.None);
        }
        else
        {
            logger.LogError("Showing {ShowingId} has published what cannot be read: {Message}", showing.Id, message);
            await ReadAsync(showing, CancellationToken.None);
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
        // Its own messages only: somebody may ask for the showing again in this moment.
        showing.Messages?.Unsubscribe(CommandFlags.FireAndForget);
        showing.End();
        showing.Dispose();
    }
}
