using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Ticketing.ServiceDefaults;

namespace Ticketing.Web.Customers;

/// <summary>Settings, section <c>Guests</c>: how many new guests there may be from one client network, at each replica.</summary>
sealed class GuestOptions
{
    /// <summary>At once: a carrier's customers may share one address.</summary>
    [Range(1, 10_000_000)]
    public int Burst { get; set; } = 2_000;

    /// <summary>Per second, from then on.</summary>
    [Range(1, 10_000_000)]
    public int PerSecond { get; set; } = 20;
}

/// <summary>A guest costs nothing, and has a lot in every draw: a program must not be any number of them.</summary>
sealed class GuestLimits(IOptions<GuestOptions> options) : IDisposable
{
    readonly PartitionedRateLimiter<IPAddress> networks = PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        network => RateLimitPartition.GetTokenBucketLimiter(network, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.Burst,
            TokensPerPeriod = options.Value.PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    /// <summary>Whether there may be one more from where the request comes from.</summary>
    public bool Allow(HttpContext context)
    {
        using var lease = networks.AttemptAcquire(ClientNetwork.Of(context) ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public void Dispose() => networks.Dispose();
}
