using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Ticketing.Core.Customers;

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
}

/// <summary>
/// Token buckets against programs that ask faster than people can. What is limited per customer is limited per address too, since
/// a program can be any number of guests; addresses come from trusted proxies only.
/// </summary>
static class RateLimits
{
    public const string PerCustomer = "per-customer";

    /// <summary>In bytes: one IPv6 customer has at least a /64 of addresses.</summary>
    const int NetworkSize = 8;

    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimits").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = SayWhenToRetry;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(ByAddress);
            limiter.AddPolicy(PerCustomer, http =>
                RateLimitPartition.GetTokenBucketLimiter(Customer.Of(http.User)?.Id, _ => Bucket(Options(http).Burst, Options(http).PerSecond)));
        });
    }

    static RateLimitPartition<IPAddress> ByAddress(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>() is { PolicyName: PerCustomer }
        && Network(http.Connection.RemoteIpAddress) is { } network
            ? RateLimitPartition.GetTokenBucketLimiter(network, _ => Bucket(Options(http).AddressBurst, Options(http).AddressPerSecond))
            : RateLimitPartition.GetNoLimiter(IPAddress.None);

    public static IPAddress? Network(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkSize).Clear();
        return new IPAddress(bytes);
    }

    public static TokenBucketRateLimiterOptions Bucket(int burst, int perSecond) => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        AutoReplenishment = true,
    };

    static RateLimitOptions Options(HttpContext http) => http.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value;

    static ValueTask SayWhenToRetry(OnRejectedContext rejected, CancellationToken ct)
    {
        if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return ValueTask.CompletedTask;
    }
}
