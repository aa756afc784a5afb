using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
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
sealed class RateLimits
{
    readonly TokenBuckets<Guid> customers;
    readonly TokenBuckets<IPAddress> addresses;
    readonly TokenBuckets<IPAddress> joins;
    readonly Counter<long> refused;
    readonly WaitingRoomMetrics waiting;

    public RateLimits(IOptions<RateLimitOptions> options, TimeProvider clock, IMeterFactory meters, WaitingRoomMetrics waiting)
    {
        var limits = options.Value;
        customers = new(limits.Burst, limits.PerSecond, clock);
        addresses = new(limits.AddressBurst, limits.AddressPerSecond, clock);
        joins = new(limits.JoinBurst, limits.JoinsPerSecond, clock);
        refused = meters.Create("Ticketing.SeatHolds").CreateCounter<long>("ticketing.requests.limited", "{request}");
        this.waiting = waiting;
    }

    /// <summary>Lets the request through, or answers it: 429, and when to come again.</summary>
    public Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<RateLimited>() is not { } limited || TryTake(http, limited, out var retryAfter))
            return next(http);

        refused.Add(1, new KeyValuePair<string, object?>("limit", limited.IsJoin ? "join" : "request"));
        if (limited.IsJoin)
            waiting.JoinRefused("rate");
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    bool TryTake(HttpContext http, RateLimited limited, out TimeSpan retryAfter)
    {
        retryAfter = default;
        return (ClientNetwork.Of(http) is not { } network || (limited.IsJoin ? joins : addresses).TryTake(network, out retryAfter))
            && (Customer.Of(http.User) is not { } customer || customers.TryTake(customer.Id, out retryAfter));
    }
}

/// <summary>Metadata of endpoints that are limited.</summary>
/// <param name="IsJoin">More narrowly per network: each join is a lot in a draw.</param>
sealed record RateLimited(bool IsJoin);

static class RateLimitExtensions
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimits").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RateLimits>();
    }

    /// <summary>Call it when it is known who asks.</summary>
    public static void UseRateLimits(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<RateLimits>();
        app.Use(limits.ApplyAsync);
    }

    public static TBuilder LimitRate<TBuilder>(this TBuilder routes, bool isJoin = false)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new RateLimited(isJoin));
}
