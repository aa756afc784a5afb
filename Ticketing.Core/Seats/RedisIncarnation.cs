using StackExchange.Redis;

namespace Ticketing.Core.Seats;

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
