using System.Collections.Concurrent;

namespace Ticketing.SeatHolds;

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
    readonly double token = (double)clock.TimestampFrequency / perSecond;
    long forgotten = clock.GetTimestamp();

    /// <param name="retryAfter">How long until there is a token; zero if one was taken.</param>
    public bool TryTake(TKey key, out TimeSpan retryAfter)
    {
        ForgetFull();
        var bucket = buckets.GetOrAdd(key, static _ => new Bucket());
        lock (bucket)
        {
            var now = clock.GetTimestamp();
            var full = Math.Max(bucket.FullAt, now) + token;
            var missing = full - now - burst * token;
            // What half a tick is missing for is there: the sum of many tokens is not exact.
            if (missing > 0.5)
            {
                retryAfter = TimeSpan.FromSeconds(missing / clock.TimestampFrequency);
                return false;
            }

            bucket.FullAt = full;
            retryAfter = TimeSpan.Zero;
            return true;
        }
    }

    public bool IsEmpty(TKey key)
    {
        if (!buckets.TryGetValue(key, out var bucket))
            return false;
        lock (bucket)
            return bucket.FullAt - clock.GetTimestamp() > (burst - 1) * token + 0.5;
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
        public double FullAt;
    }
}
