using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Edges;

/// <summary>
/// The section <c>RateLimits</c>: requests per minute and client network. Many customers share an address (a carrier's, an office's),
/// so these stop floods; a single account is guarded by <see cref="Accounts.SignInGuard"/>.
/// </summary>
sealed class RateLimits
{
    public const string Accounts = "accounts";
    public const string AccountMails = "account-mails";
    public const string Customers = "customers";

    [Range(1, int.MaxValue)]
    public int AccountsPerMinute { get; init; } = 60;

    /// <summary>Each may send somebody a mail.</summary>
    [Range(1, int.MaxValue)]
    public int AccountMailsPerMinute { get; init; } = 10;

    [Range(1, int.MaxValue)]
    public int CustomersPerMinute { get; init; } = 3000;
}

static class RateLimitExtensions
{
    public static void AddRateLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimits>().BindConfiguration("RateLimits").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) =>
            {
                if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                    rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            limiter.AddPolicy(RateLimits.Accounts, http => PerNetwork(http, limits => limits.AccountsPerMinute));
            limiter.AddPolicy(RateLimits.AccountMails, http => PerNetwork(http, limits => limits.AccountMailsPerMinute));
            limiter.AddPolicy(RateLimits.Customers, http => PerNetwork(http, limits => limits.CustomersPerMinute));
        });
    }

    static RateLimitPartition<IPAddress> PerNetwork(HttpContext http, Func<RateLimits, int> perMinute) =>
        RateLimitPartition.GetFixedWindowLimiter(
            ClientNetwork.Of(http) ?? IPAddress.None,
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = perMinute(http.RequestServices.GetRequiredService<IOptions<RateLimits>>().Value),
                Window = TimeSpan.FromMinutes(1),
            });
}
