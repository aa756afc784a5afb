using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Ticketing.Core.Messaging;

/// <summary>Opens channels whose publishes are confirmed. How many may be unconfirmed at a time is for the publisher to say, by its batch.</summary>
public sealed class Broker(IServiceProvider services, IOptions<MessagingOptions> options)
{
    /// <summary>A broker that holds back its confirms is treated as lost.</summary>
    static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(10);

    /// <param name="concurrency">How many deliveries the channel hands out at the same time.</param>
    /// <exception cref="RabbitMQClientException">There is no connection at the moment.</exception>
    internal async Task<IChannel> OpenChannelAsync(int concurrency, CancellationToken ct)
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

    /// <summary>Declares the queues, unless migrations does: then this service's user may not.</summary>
    internal Task DeclareAsync(IChannel channel, IEnumerable<MessageQueue> queues, CancellationToken ct) =>
        options.Value.DeclareTopology ? Topology.DeclareAsync(channel, queues, options.Value, ct) : Task.CompletedTask;

    /// <summary>Publishes for somebody who waits for the answer.</summary>
    /// <exception cref="BrokerUnavailableException">Whether everything was published is not known.</exception>
    internal async Task PublishAsync(Func<IChannel, CancellationToken, Task> publish, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(ConfirmTimeout);
        try
        {
            await using var channel = await OpenChannelAsync(concurrency: 1, timeout.Token);
            await publish(channel, timeout.Token);
        }
        catch (Exception e) when (e is RabbitMQClientException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new BrokerUnavailableException("RabbitMQ did not confirm the message.", e);
        }
    }
}

/// <summary>The deliveries that are being handled on a channel, of which there are at most as many as there are slots.</summary>
sealed class InFlight(int slots) : IDisposable
{
    readonly SemaphoreSlim free = new(slots);
    readonly CancellationTokenSource abandon = new();

    /// <summary>Does nothing once drained: a delivery that is not answered goes back to its queue.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> handle)
    {
        if (free.Wait(0, CancellationToken.None))
        {
            try
            {
                await handle(abandon.Token);
            }
            finally
            {
                free.Release();
            }
        }
    }

    /// <summary>Waits until nothing is handled any more; after the timeout those that still are get cancelled.</summary>
    public async Task DrainAsync(TimeSpan timeout)
    {
        abandon.CancelAfter(timeout);
        for (var slot = 0; slot < slots; slot++)
        {
            await free.WaitAsync();
        }
    }

    public void Dispose()
    {
        free.Dispose();
        abandon.Dispose();
    }
}

/// <summary>RabbitMQ is away, refused a message or did not confirm it.</summary>
public sealed class BrokerUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
