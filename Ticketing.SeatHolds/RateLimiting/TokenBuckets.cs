using System.Collections.Concurrent;

namespace Ticketing.SeatHolds.RateLimiting;

/// <summary>
/// A token bucket per key. A bucket is the instant at which it will be full again, so it fills by itself and costs nothing until somebody
/// takes from it; .NET's partitioned limiters visit every bucket ten times a second and have one lock for all, which a crowd feels.
/// </summary>
/// <param name="burst">What a full bucket holds.</param>
sealed class TokenBuckets<TKey>(int burst, int perSecond, TimeProvider clock)
    where TKey : notnull
{
    static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<TKey, Bucket> buckets = new();
    // Between one token and the next, in ticks of the clock.
    readonly long interval = clock.TimestampFrequency / perSecond;
    long forgotten = clock.GetTimestamp();

    /// <summary>Buckets that were not full when they were looked at last.</summary>
    public int Count => buckets.Count;

    /// <param name="retryAfter">How long until there is a token; zero if one was taken.</param>
    public bool TryTake(TKey key, out TimeSpan retryAfter)
    {
        ForgetFull();
        var bucket = buckets.GetOrAdd(key, static _ => new Bucket());
        lock (bucket)
        {
            var now = clock.GetTimestamp();
            var fullAt = Math.Max(bucket.FullAt, now) + interval;
            var tokenAt = fullAt - burst * interval;
            if (tokenAt > now)
            {
                retryAfter = clock.GetElapsedTime(now, tokenAt);
                return false;
            }

            bucket.FullAt = fullAt;
            retryAfter = TimeSpan.Zero;
            return true;
        }
    }

    public bool IsEmpty(TKey key)
    {
        if (!buckets.TryGetValue(key, out var bucket))
            return false;
        lock (bucket)
            return bucket.FullAt + interval - burst * interval > clock.GetTimestamp();
    }

    /// <summary>A full bucket is as good as none. One who takes from it in this very moment has a token for nothing.</summary>
    void ForgetFull()
    {
        var last = Interlocked.Read(ref forgotten);
        if (clock.GetElapsedTime(last) < ForgetEvery || Interlocked.CompareExchange(ref forgotten, clock.GetTimestamp(), last) != last)
            return;

        var now = clock.GetTimestamp();
        foreach (var bucket in buckets)
        {
            if (bucket.Value.FullAt <= now)
                buckets.TryRemove(bucket);
        }
    }

    sealed class Bucket
    {
        /// <summary>Timestamp of the clock.</summary>
        public long FullAt;
    }
}
