using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Ticketing.Core.Seats.Holds;
using Ticketing.Core.Seats.Loading;
using Ticketing.Core.Seats.Showings;

namespace Ticketing.Core.Seats;

public static class SeatHoldsExtensions
{
    /// <summary>
    /// Registers <see cref="SeatHoldStore"/>, <see cref="SeatReconciliation"/> and the <see cref="ShowingStore"/> below them on the Redis
    /// <c>redis</c>. Needs the database too, from which showings are loaded.
    /// </summary>
    public static void AddSeatHolds(this IHostApplicationBuilder builder)
    {
        // A service without Redis is not ill: it says 503 where it needs Redis and does the rest of its work.
        builder.AddRedisClient("redis", settings => settings.DisableHealthChecks = true, AnswerSoon);

        var services = builder.Services;
        services.AddOptions<SeatHoldOptions>().BindConfiguration("Holds").ValidateDataAnnotations().ValidateOnStart();
        services.AddMemoryCache();
        services.AddHostedService<RedisWarmUp>();
        services.AddSingleton<HoldMetrics>();
        services.AddSingleton<RedisIncarnation>();
        services.AddSingleton<ShowingLoader>();
        // Their constructors take what only this project sees, so the container cannot call them by itself.
        services.AddSingleton(s => new ShowingStore(
            Get<IConnectionMultiplexer>(s), Get<RedisIncarnation>(s), Get<ShowingLoader>(s), Get<IOptions<SeatHoldOptions>>(s), Get<HoldMetrics>(s)));
        services.AddSingleton(s => new SeatHoldStore(Get<ShowingStore>(s), Get<HoldMetrics>(s), Get<IOptions<SeatHoldOptions>>(s)));
        services.AddSingleton(s => new SeatReconciliation(
            Get<IConnectionMultiplexer>(s), Get<ShowingStore>(s), Get<IServiceScopeFactory>(s), Get<IOptions<SeatHoldOptions>>(s), Get<HoldMetrics>(s),
            Get<ILogger<SeatReconciliation>>(s)));
        services.AddExceptionHandler<SeatHoldsUnavailableHandler>();
    }

    /// <summary>While Redis is away, callers hear so at once instead of queueing up for it.</summary>
    static void AnswerSoon(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AsyncTimeout = 2000;
    }

    static T Get<T>(IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
