using System.Net;
using Ticketing.ServiceDefaults;

namespace Ticketing.SeatHolds.SeatMap;

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
