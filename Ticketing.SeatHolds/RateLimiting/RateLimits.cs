using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Ticketing.Core.Customers;
using Ticketing.ServiceDefaults;

namespace Ticketing.SeatHolds.RateLimiting;

/// <summary>Settings, section <c>RateLimits</c>; each replica counts for itself, but joins, which are counted in Redis.</summary>
sealed class RateLimitOptions : IValidatableObject
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

    /// <summary>Places that may have been taken at once from a client network before the next one costs work.</summary>
    [Range(0, 10_000_000)]
    public int JoinsWithoutChallenge { get; set; } = 60;

    /// <summary>The work for the first of them, in leading zero bits of a hash; 0 asks for none. See <c>Holds:ChallengeBits</c>.</summary>
    [Range(0, 24)]
    public int JoinChallengeBits { get; set; } = 16;

    /// <summary>After how many further places the work doubles.</summary>
    [Range(1, 10_000_000)]
    public int JoinsPerChallengeBit { get; set; } = 80;

    /// <summary>
    /// Networks, such as <c>203.0.113.7/32</c> or <c>2001:db8::/56</c>, for which neither seats nor places are counted: the box office's,
    /// or a carrier's gateway. IPv6 customers are counted by /64, so no narrower ones.
    /// </summary>
    public string[] ExemptNetworks { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from text in ExemptNetworks
        where !IPNetwork.TryParse(text, out var network) || network is { BaseAddress.AddressFamily: AddressFamily.InterNetworkV6, PrefixLength: > 64 }
        select new ValidationResult($"RateLimits:ExemptNetworks: '{text}' is not an IPv4 network or an IPv6 network of at most /64.");
}

/// <summary>
/// Token buckets against programs that ask faster than people can. What is limited per customer is limited per address too, since
/// a program can be any number of guests; addresses come from trusted proxies only.
/// </summary>
sealed class RateLimits
{
    readonly TokenBuckets<Guid> customers;
    readonly TokenBuckets<IPAddress> addresses;
    readonly Counter<long> refused;

    public RateLimits(IOptions<RateLimitOptions> options, TimeProvider clock, IMeterFactory meters)
    {
        var limits = options.Value;
        customers = new(limits.Burst, limits.PerSecond, clock);
        addresses = new(limits.AddressBurst, limits.AddressPerSecond, clock);
        refused = meters.Create("Ticketing.SeatHolds").CreateCounter<long>("ticketing.requests.limited", "{request}");
    }

    /// <summary>Lets the request through, or answers it: 429, and when to come again.</summary>
    public Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<RateLimited>() is null || TryTake(http, out var retryAfter))
            return next(http);

        refused.Add(1);
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.RetryAfter(retryAfter);
        return Task.CompletedTask;
    }

    bool TryTake(HttpContext http, out TimeSpan retryAfter)
    {
        retryAfter = default;
        return (ClientNetwork.Of(http) is not { } network || addresses.TryTake(network, out retryAfter))
            && (Customer.Of(http.User) is not { } customer || customers.TryTake(customer.Id, out retryAfter));
    }
}

/// <summary>Metadata of endpoints that are limited.</summary>
sealed record RateLimited;

static class RateLimitExtensions
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimits").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RateLimits>();
        builder.Services.AddSingleton<CountedNetworks>();
        builder.Services.AddSingleton<ProofOfWork>();
    }

    /// <summary>Call it when it is known who asks.</summary>
    public static void UseRateLimits(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<RateLimits>();
        app.Use(limits.ApplyAsync);
    }

    public static TBuilder LimitRate<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new RateLimited());

    /// <summary>When to come again, in whole seconds.</summary>
    public static void RetryAfter(this HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
