using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Ticketing.Core.Customers;
using Ticketing.SeatHolds.WaitingRooms;
using Ticketing.ServiceDefaults;

namespace Ticketing.SeatHolds;

/// <summary>Settings, section <c>RateLimits</c>; each replica counts for itself.</summary>
sealed class RateLimitOptions
{
    /// <summary>Requests that a customer may make at once: trying many seats in a hurry is what people do.</summary>
    [Range(1, 10_000)]
    public int Burst { get; set; } = 60;

    /// <summary>Requests per second that a customer may go on making.</summary>
    [Range(1, 10_000)]
    public int PerSecond { get; set; } = 10;

    /// <summary>Requests at once from a client address: a whole school or a carrier's customers may share one.</summary>
    [Range(1, 10_000_000)]
    public int AddressBurst { get; set; } = 5_000;

    /// <summary>Requests per second that may go on coming from a client address.</summary>
    [Range(1, 10_000_000)]
    public int AddressPerSecond { get; set; } = 1_000;

    /// <summary>
    /// Places in waiting rooms that may be taken at once from a client network: each is a lot in the draw. Who is put off is told when
    /// to try again.
    /// </summary>
    [Range(1, 10_000_000)]
    public int JoinBurst { get; set; } = 300;

    /// <summary>Places per second that may go on being taken from a client network.</summary>
    [Range(1, 10_000_000)]
    public int JoinsPerSecond { get; set; } = 5;
}

/// <summary>
/// Token buckets against programs that ask faster than people can. What is limited per customer is limited per address too, since
/// a program can be any number of guests; addresses come from trusted proxies only.
/// </summary>
static class RateLimits
{
    public const string PerCustomer = "per-customer";

    /// <summary>As <see cref="PerCustomer"/>, and narrower per network.</summary>
    public const string Joins = "joins";

    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimits").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = RefuseAsync;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (string, IPAddress)>(ByNetwork);
            foreach (var policy in (string[])[PerCustomer, Joins])
                limiter.AddPolicy(policy, http =>
                    RateLimitPartition.GetTokenBucketLimiter(Customer.Of(http.User)?.Id, _ => Bucket(Options(http).Burst, Options(http).PerSecond)));
        });
    }

    static RateLimitPartition<(string Policy, IPAddress Network)> ByNetwork(HttpContext http) =>
        PolicyOf(http) is { } policy && ClientNetwork.Of(http) is { } network
            ? RateLimitPartition.GetTokenBucketLimiter((policy, network), key => key.policy == Joins
                ? Bucket(Options(http).JoinBurst, Options(http).JoinsPerSecond)
                : Bucket(Options(http).AddressBurst, Options(http).AddressPerSecond))
            : RateLimitPartition.GetNoLimiter(("", IPAddress.None));

    static string? PolicyOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName;

    public static TokenBucketRateLimiterOptions Bucket(int burst, int perSecond) => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        AutoReplenishment = true,
    };

    static RateLimitOptions Options(HttpContext http) => http.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value;

    static ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken ct)
    {
        if (PolicyOf(rejected.HttpContext) == Joins)
            rejected.HttpContext.RequestServices.GetRequiredService<WaitingRoomMetrics>().JoinRefused("rate");
        if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return ValueTask.CompletedTask;
    }
}
