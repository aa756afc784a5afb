using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Ticketing.ServiceDefaults;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Account;

/// <summary>Settings, section <c>SignIns</c>: how often people may sign in, as customers and as staff, at each replica.</summary>
sealed class SignInOptions
{
    /// <summary>At once from one client network: all of an office may have one address.</summary>
    [Range(1, 1_000_000)]
    public int NetworkBurst { get; set; } = 60;

    /// <summary>From then on.</summary>
    [Range(1, 1_000_000)]
    public int NetworkPerMinute { get; set; } = 60;

    /// <summary>At once for one account, from one client network.</summary>
    [Range(1, 1_000_000)]
    public int AccountBurst { get; set; } = 10;

    /// <summary>From then on.</summary>
    [Range(1, 1_000_000)]
    public int AccountPerMinute { get; set; } = 5;
}

/// <summary>
/// Keeps sign-ins that a program makes up from reaching api at all. An account is counted for each network apart: a stranger who tries
/// somebody's passwords must not shut them out; how many wrong ones there may be from everywhere is Identity's lock-out's to say.
/// </summary>
sealed class SignInLimits : IDisposable
{
    readonly IHttpContextAccessor accessor;
    readonly PartitionedRateLimiter<(IPAddress Network, string Account)> limits;

    public SignInLimits(IOptions<SignInOptions> options, IHttpContextAccessor accessor)
    {
        this.accessor = accessor;
        var (networkBurst, networkPeriod) = (options.Value.NetworkBurst, TimeSpan.FromMinutes(1) / options.Value.NetworkPerMinute);
        var (accountBurst, accountPeriod) = (options.Value.AccountBurst, TimeSpan.FromMinutes(1) / options.Value.AccountPerMinute);
        // The network first: how many accounts are remembered is bounded by it.
        limits = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<(IPAddress Network, string Account), IPAddress>(
                tried => RateLimitPartition.GetTokenBucketLimiter(tried.Network, _ => Bucket(networkBurst, networkPeriod))),
            PartitionedRateLimiter.Create<(IPAddress Network, string Account), (IPAddress, string)>(
                tried => RateLimitPartition.GetTokenBucketLimiter(tried, _ => Bucket(accountBurst, accountPeriod))));
    }

    /// <summary>Null if the visitor may try the account now.</summary>
    public ApiProblem? Refuse(string email)
    {
        var network = accessor.HttpContext is { } visitor ? ClientNetwork.Of(visitor) : null;
        using var lease = limits.AttemptAcquire((network ?? IPAddress.None, email.Trim().ToUpperInvariant()));
        if (lease.IsAcquired)
            return null;

        return ApiProblem.TooManyRequests(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null);
    }

    public void Dispose() => limits.Dispose();

    static TokenBucketRateLimiterOptions Bucket(int burst, TimeSpan period) => new() { TokenLimit = burst, TokensPerPeriod = 1, ReplenishmentPeriod = period };
}

static class SignInLimitExtensions
{
    public static void AddSignInLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SignInOptions>().BindConfiguration("SignIns").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SignInLimits>();
    }
}
