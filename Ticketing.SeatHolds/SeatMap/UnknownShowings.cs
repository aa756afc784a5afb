using System.Net;
using System.Threading.RateLimiting;
using Ticketing.ServiceDefaults;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>
/// Turns away addresses that ask for one showing after the other that does not exist: each costs a look into PostgreSQL.
/// Showings that exist cost nothing here, however many ask for them.
/// </summary>
sealed class UnknownShowings : IDisposable
{
    readonly PartitionedRateLimiter<HttpContext> misses = PartitionedRateLimiter.Create<HttpContext, IPAddress>(http =>
        RateLimitPartition.GetTokenBucketLimiter(
            ClientNetwork.Of(http) ?? IPAddress.None, _ => RateLimits.Bucket(burst: 100, perSecond: 10)));

    /// <summary>Ask before a showing is looked up that is not in memory. If true, the request has got its answer: 429.</summary>
    public bool Refuse(HttpContext http)
    {
        if (misses.GetStatistics(http) is not { CurrentAvailablePermits: 0 })
            return false;

        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = "1";
        return true;
    }

    public void Count(HttpContext http) => misses.AttemptAcquire(http).Dispose();

    public void Dispose() => misses.Dispose();
}
