using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Ticketing.Core.Customers;

namespace Ticketing.SeatHolds;

/// <summary>Settings, section <c>RateLimits</c>.</summary>
sealed class RateLimitOptions
{
    /// <summary>Requests that a customer may make at once: trying many seats in a hurry is what people do.</summary>
    [Range(1, 10_000)]
    public int Burst { get; set; } = 60;

    /// <summary>Requests per second that a customer may go on making.</summary>
    [Range(1, 10_000)]
    public int PerSecond { get; set; } = 10;
}

static class RateLimits
{
    public const string PerCustomer = "per-customer";

    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimits").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = SayWhenToRetry;
            limiter.AddPolicy(PerCustomer, http => RateLimitPartition.GetTokenBucketLimiter(Customer.Of(http.User)?.Id, _ => Bucket(http)));
        });
    }

    static TokenBucketRateLimiterOptions Bucket(HttpContext http)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value;
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Burst,
            TokensPerPeriod = options.PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            AutoReplenishment = true,
        };
    }

    static ValueTask SayWhenToRetry(OnRejectedContext rejected, CancellationToken ct)
    {
        if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return ValueTask.CompletedTask;
    }
}
