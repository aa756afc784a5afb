using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Ticketing.Core.Messaging;

/// <summary>Opens channels whose publishes are confirmed.</summary>
sealed class Broker(IServiceProvider services)
{
    /// <param name="concurrency">How many deliveries the channel hands out at the same time.</param>
    /// <exception cref="RabbitMQ.Client.Exceptions.RabbitMQClientException">There is no connection at the moment.</exception>
    public async Task<IChannel> OpenChannelAsync(int concurrency, CancellationToken ct)
    {
        // The first caller connects, which blocks for as long as it is tried.
        var connection = await Task.Run(services.GetRequiredService<IConnection>, ct);
        return await connection.CreateChannelAsync(
            new CreateChannelOptions(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true,
                consumerDispatchConcurrency: (ushort)concurrency),
            ct);
    }
}
