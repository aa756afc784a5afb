using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Ticketing.Core.Seats.Showings;

/// <summary>
/// Which life of which server answers us: the run id of the primary. It is another after a restart and after a fail-over,
/// when a server may come with old data that looks whole. Asked for again whenever the connection was in doubt.
/// </summary>
sealed class RedisIncarnation
{
    // Not the replication id: a primary takes a new one, with all its data, an hour after its last replica has gone.
    // As a script, since clients keep the bare command for administrators.
    const string Script = "return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')";

    readonly IConnectionMultiplexer redis;
    int doubts;
    volatile string? known;

    public RedisIncarnation(IConnectionMultiplexer redis)
    {
        this.redis = redis;
        redis.ConnectionFailed += (_, _) => Doubt();
        redis.ConnectionRestored += (_, _) => Doubt();
        redis.ConfigurationChanged += (_, _) => Doubt();
        redis.ConfigurationChangedBroadcast += (_, _) => Doubt();
    }

    public void Doubt()
    {
        Interlocked.Increment(ref doubts);
        known = null;
    }

    public ValueTask<string> ReadAsync() => known is { } runId ? new(runId) : new(AskAsync());

    async Task<string> AskAsync()
    {
        var doubtsBefore = Volatile.Read(ref doubts);
        var runId = (string)(await redis.GetDatabase().ScriptEvaluateAsync(Script))!;
        // An answer that was on its way while the connection changed may be the old server's.
        if (doubtsBefore == Volatile.Read(ref doubts))
            known = runId;
        return runId;
    }
}

public static class RedisFailure
{
    /// <summary>What a server says that is there but cannot serve for now; everything else it says is our mistake.</summary>
    static readonly string[] Refusals = ["LOADING", "READONLY", "MASTERDOWN", "NOREPLICAS", "OOM", "MISCONF", "BUSY", "CLUSTERDOWN", "TRYAGAIN"];

    public static bool IsAbsence(Exception e) => e switch
    {
        RedisConnectionException or RedisTimeoutException => true,
        RedisServerException server => Refusals.Any(refusal => server.Message.StartsWith(refusal, StringComparison.Ordinal)),
        _ => false,
    };
}

/// <summary>
/// Connects before the first request comes: connecting blocks, and a crowd that comes at once would wait for it with all
/// the threads that it needs to end. Does not insist; a Redis that is away is connected to when it is back.
/// </summary>
sealed class RedisWarmUp(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = services.GetRequiredService<IConnectionMultiplexer>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
