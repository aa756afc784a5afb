using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RedLockNet.SERedis;
using RedLockNet.SERedis.Configuration;
using StackExchange.Redis;

namespace Ticketing.Load.Baselines;

/// <summary>RedLock.net: a lock per seat, in the order of the seats, then check and set. Whoever meets a lock is refused, not kept waiting.</summary>
sealed class RedLock(IConnectionMultiplexer connection) : IDisposable
{
    static readonly TimeSpan LockExpiry = TimeSpan.FromSeconds(10);

    readonly IDatabase redis = connection.GetDatabase();
    readonly RedLockFactory locks = RedLockFactory.Create([new RedLockMultiplexer(connection)]);

    public async Task<Results<ContentHttpResult, Conflict>> HoldAsync(long showing, int first, int second)
    {
        var hold = Guid.NewGuid().ToString("N");
        await using var firstLock = await locks.CreateLockAsync($"{showing}:{first}", LockExpiry);
        if (!firstLock.IsAcquired)
            return BaselineAnswer.Of(held: false, hold);
        await using var secondLock = await locks.CreateLockAsync($"{showing}:{second}", LockExpiry);
        if (!secondLock.IsAcquired)
            return BaselineAnswer.Of(held: false, hold);

        RedisKey[] seats = [$"seat:{showing}:{first}", $"seat:{showing}:{second}"];
        if ((await redis.StringGetAsync(seats)).Any(seat => seat.HasValue))
            return BaselineAnswer.Of(held: false, hold);

        // Sent together; a seat frees itself.
        await Task.WhenAll(seats.Select(seat => redis.StringSetAsync(seat, hold, BaselineHost.HoldDuration)));
        return BaselineAnswer.Of(held: true, hold);
    }

    public void Dispose() => locks.Dispose();
}

static class RedLockExtensions
{
    public static void AddRedLock(this IServiceCollection services) => services.AddSingleton<RedLock>();

    public static void MapRedLock(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/redlock/{showing:long}/{first:int}/{second:int}", (long showing, int first, int second, RedLock seats) =>
            seats.HoldAsync(showing, first, second));
}
