using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ticketing.Core.Messaging;

/// <summary>Consumes one queue until the service stops, on a new channel whenever one is lost.</summary>
sealed class QueueConsumer(
    MessageQueue queue, IEnumerable<Subscription> subscriptions, Broker broker, IServiceProvider services,
    IOptions<MessagingOptions> options, ILogger<QueueConsumer> logger)
    : BackgroundService
{
    readonly Dictionary<string, Subscription> subscriptions =
        subscriptions.Where(subscription => subscription.Queue == queue.Name).ToDictionary(subscription => subscription.MessageType);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var handler = ActivatorUtilities.CreateInstance<DeliveryHandler>(services, queue.Name, subscriptions);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync(handler, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "Queue {Queue} cannot be consumed; trying again in {Delay}", queue.Name, options.Value.FailureDelay);
                await Task.Delay(options.Value.FailureDelay, stoppingToken);
            }
        }
    }

    async Task ConsumeAsync(DeliveryHandler handler, CancellationToken stop)
    {
        var concurrency = options.Value.Concurrency;
        using var inFlight = new InFlight(concurrency);
        await using var channel = await broker.OpenChannelAsync(concurrency, stop);
        await Topology.DeclareQueueAsync(channel, queue, options.Value.Delays, stop);
        await channel.BasicQosAsync(0, (ushort)concurrency, global: false, stop);

        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task Lose()
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => inFlight.RunAsync(ct => handler.HandleAsync(channel, delivery, ct));
        // The broker cancels the consumer of a queue that is deleted; the channel stays open.
        consumer.UnregisteredAsync += (_, _) => Lose();
        channel.ChannelShutdownAsync += (_, _) => Lose();

        try
        {
            var tag = await channel.BasicConsumeAsync(queue.Name, autoAck: false, consumer, stop);
            await lost.Task.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested && channel.IsOpen)
            {
                await channel.BasicCancelAsync(tag, cancellationToken: CancellationToken.None);
            }
        }
        finally
        {
            // An acknowledgement on a channel that is being disposed would take the whole connection down.
            await inFlight.DrainAsync(options.Value.DrainTimeout);
        }

        if (!stop.IsCancellationRequested)
        {
            logger.LogWarning("The channel of queue {Queue} was lost: {Reason}", queue.Name, channel.CloseReason);
        }
    }
}
