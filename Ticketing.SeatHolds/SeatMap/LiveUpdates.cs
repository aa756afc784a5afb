using StackExchange.Redis;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>
/// Watches the line to Redis, on which a change may be lost without a trace: says when it is away, reads everything anew when it is
/// back, and to be safe once in a while each showing that somebody still wants.
/// </summary>
sealed class LiveUpdates(LiveShowings showings, IConnectionMultiplexer redis, TimeProvider clock, ILogger<LiveUpdates> logger) : BackgroundService
{
    const int Readers = 8;
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestUnread = TimeSpan.FromSeconds(15);

    volatile bool isLost;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        redis.ConnectionFailed += OnConnectionFailed;
        try
        {
            using var timer = new PeriodicTimer(Interval, clock);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await WatchLineAsync(stoppingToken);
        }
        finally
        {
            redis.ConnectionFailed -= OnConnectionFailed;
        }
    }

    async Task WatchLineAsync(CancellationToken ct)
    {
        try
        {
            // Both lines: the one that is asked, and the one that tells.
            await redis.GetDatabase().PingAsync().WaitAsync(ct);
            await redis.GetSubscriber().PingAsync().WaitAsync(ct);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Lose(e.Message);
            return;
        }

        var returned = isLost;
        isLost = false;
        if (returned)
            logger.LogInformation("Redis is back: reading {Showings} showings anew", showings.All.Count);
        await ReadAsync(showings.All.Where(showing => returned || showing.IsStale || clock.GetElapsedTime(showing.ReadAt) > LongestUnread), ct);
    }

    static ParallelOptions AFewAtATime(CancellationToken ct) => new() { MaxDegreeOfParallelism = Readers, CancellationToken = ct };

    Task ReadAsync(IEnumerable<LiveShowing> some, CancellationToken ct) =>
        Parallel.ForEachAsync(some, AFewAtATime(ct), async (showing, cancelled) =>
        {
            try
            {
                await showings.RefreshAsync(showing, cancelled);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "Showing {ShowingId} cannot be read", showing.Id);
            }
        });

    void OnConnectionFailed(object? sender, ConnectionFailedEventArgs failure) => Lose(failure.FailureType.ToString());

    void Lose(string reason)
    {
        if (!isLost)
            logger.LogWarning("Redis is away ({Reason}): {Showings} showings are shown as known last", reason, showings.All.Count);
        isLost = true;
        foreach (var showing in showings.All)
            showing.BecomeStale();
    }
}
