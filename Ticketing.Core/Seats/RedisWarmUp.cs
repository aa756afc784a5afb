using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Ticketing.Core.Seats;

/// <summary>
/// Connects before the first request comes: connecting blocks, and a crowd that comes at once would wait for it with all
/// the threads that it needs to end. Does not insist; a Redis that is away is connected to when it is back.
/// </summary>
sealed class RedisWarmUp(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = services.GetRequiredService<IConnectionMultiplexer>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
