using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Ticketing.Core.Database;
using Ticketing.Core.Seats.Holds;
using Ticketing.Core.Seats.Loading;

namespace Ticketing.Core.Seats.Showings;

/// <summary>The showings in Redis; one that is not there is loaded from PostgreSQL when it is first asked for.</summary>
public sealed class ShowingStore
{
    // More than once only if Redis is emptied in the very moment after a load.
    const int MaxLoads = 3;

    static readonly ShowingScript ForgetScript = ShowingScript.OfAny<ShowingStore>("Forget");

    readonly IConnectionMultiplexer redis;
    readonly RedisIncarnation incarnation;
    readonly ShowingLoader loader;
    readonly HoldMetrics metrics;
    readonly RedisValue rules;

    internal ShowingStore(
        IConnectionMultiplexer redis, RedisIncarnation incarnation, ShowingLoader loader, IOptions<SeatHoldOptions> options, HoldMetrics metrics)
    {
        (this.redis, this.incarnation, this.loader, this.metrics) = (redis, incarnation, loader, metrics);
        rules = options.Value.Rules();
    }

    /// <summary>Runs a script on a showing; null if there is no such showing.</summary>
    /// <exception cref="SeatHoldsUnavailableException">Redis or PostgreSQL does not answer.</exception>
    public async Task<ShowingScriptResult?> RunAsync(ShowingScript script, long showingId, RedisValue[] arguments, CancellationToken ct)
    {
        for (var loads = 0; loads <= MaxLoads; loads++)
        {
            if (await RunIfLoadedAsync(script, showingId, arguments, ct) is { } answer)
                return answer;
            if (!await LoadAsync(showingId, ct))
                return null;
        }

        throw new SeatHoldsUnavailableException($"Redis lost showing {showingId} {MaxLoads} times in a row.");
    }

    /// <summary>Runs a script on a showing; null if Redis does not have it, or has it from before it was another server.</summary>
    /// <exception cref="SeatHoldsUnavailableException">Redis does not answer.</exception>
    public async Task<ShowingScriptResult?> RunIfLoadedAsync(ShowingScript script, long showingId, RedisValue[] arguments, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            var answer = new ShowingScriptResult(await script.RunAsync(
                redis.GetDatabase(), ShowingKeys.Of(showingId), [.. arguments, rules, await incarnation.ReadAsync()]));
            metrics.Expired(answer.Freed);
            return answer.Status == ShowingScript.Unloaded ? null : answer;
        }
        catch (Exception e) when (RedisFailure.IsAbsence(e))
        {
            incarnation.Doubt();
            throw new SeatHoldsUnavailableException("Redis does not answer.", e);
        }
    }

    /// <summary>
    /// Takes a showing that Redis does not have, or has from before it was another server, off the lists of those that are
    /// looked after, with what is left of it. Whoever asks for it next has it loaded, and put on the lists again.
    /// </summary>
    /// <exception cref="SeatHoldsUnavailableException">Redis does not answer.</exception>
    public async Task ForgetUnloadedAsync(long showingId)
    {
        try
        {
            var keys = redis.GetDatabase();
            // First off the lists: whoever loads the showing from now on puts it there again.
            await ShowingLists.RemoveAsync(keys, showingId);
            var answer = new ShowingScriptResult(await ForgetScript.RunAsync(keys, ShowingKeys.Of(showingId), [await incarnation.ReadAsync()]));
            if (answer.Status == ShowingScript.AnotherServer)
                incarnation.Doubt();
            if (answer.Status != "forgotten")
                await ShowingLists.AddAsync(keys, showingId);
        }
        catch (Exception e) when (RedisFailure.IsAbsence(e))
        {
            incarnation.Doubt();
            throw new SeatHoldsUnavailableException("Redis does not answer.", e);
        }
    }

    async Task<bool> LoadAsync(long showingId, CancellationToken ct)
    {
        try
        {
            return await loader.LoadAsync(showingId, ct);
        }
        catch (Exception e) when (RedisFailure.IsAbsence(e) || DatabaseFailure.IsAbsence(e))
        {
            throw new SeatHoldsUnavailableException($"Showing {showingId} cannot be loaded.", e);
        }
    }
}
