using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Ticketing.Core.Customers;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Payments;

/// <summary>Settings, section <c>PaymentLimits</c>: how often checkouts may be asked for, and bookings corrected, at each replica.</summary>
sealed class PaymentLimitOptions
{
    /// <summary>At once by one customer, who may change their mind and come back a few times.</summary>
    [Range(1, 1_000_000)]
    public int CustomerBurst { get; set; } = 20;

    /// <summary>From then on.</summary>
    [Range(1, 1_000_000)]
    public int CustomerPerMinute { get; set; } = 10;

    /// <summary>At once from one client network: a carrier's customers may share an address.</summary>
    [Range(1, 1_000_000)]
    public int NetworkBurst { get; set; } = 1_000;

    /// <summary>From then on.</summary>
    [Range(1, 1_000_000)]
    public int NetworkPerSecond { get; set; } = 20;
}

/// <summary>
/// Each request may be a question or two to the payment provider, which counts ours: what one customer asks without end would be refused to
/// all of them.
/// </summary>
sealed class PaymentLimits : IDisposable
{
    readonly PartitionedRateLimiter<HttpContext> limits;

    public PaymentLimits(IOptions<PaymentLimitOptions> options)
    {
        var customer = new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.CustomerBurst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.Value.CustomerPerMinute,
        };
        var network = new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.NetworkBurst,
            TokensPerPeriod = options.Value.NetworkPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        };
        limits = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, Guid>(
                http => RateLimitPartition.GetTokenBucketLimiter(Customer.Of(http.User)?.Id ?? Guid.Empty, _ => customer)),
            PartitionedRateLimiter.Create<HttpContext, IPAddress>(
                http => RateLimitPartition.GetTokenBucketLimiter(ClientNetwork.Of(http) ?? IPAddress.None, _ => network)));
    }

    /// <summary>Lets the request through, or answers it: 429, and when to come again.</summary>
    public static async ValueTask<object?> ApplyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        using var lease = http.RequestServices.GetRequiredService<PaymentLimits>().limits.AttemptAcquire(http);
        if (lease.IsAcquired)
            return await next(context);

        if (lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(statusCode: StatusCodes.Status429TooManyRequests);
    }

    public void Dispose() => limits.Dispose();
}
