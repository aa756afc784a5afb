using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

/// <summary>Consumes one queue until the service stops, on a new channel whenever one is lost.</summary>
sealed class QueueConsumer(
    MessageQueue queue, IEnumerable<Subscription> subscriptions, Broker broker, IServiceProvider services,
    IOptions<MessagingOptions> options, Standby standby, ILogger<QueueConsumer> logger)
    : BackgroundService
{
    readonly Dictionary<string, Subscription> subscriptions =
        subscriptions.Where(subscription => subscription.Queue == queue.Name).ToDictionary(subscription => subscription.MessageType);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => standby.WhileServingAsync(RunAsync, stoppingToken);

    async Task RunAsync(CancellationToken ct)
    {
        var handler = ActivatorUtilities.CreateInstance<DeliveryHandler>(services, queue, subscriptions);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync(handler, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                logger.LogWarning(e, "Queue {Queue} cannot be consumed; trying again in {Delay}", queue.Name, options.Value.FailureDelay);
                await Task.Delay(options.Value.FailureDelay, ct);
            }
        }
    }

    async Task ConsumeAsync(DeliveryHandler handler, CancellationToken stop)
    {
        var concurrency = options.Value.Concurrency;
        await using var channel = await broker.OpenChannelAsync(concurrency, stop);
        await broker.DeclareAsync(channel, [queue], stop);
        await Consumption.RunAsync(channel, [queue.Name], concurrency, (from, _, delivery, ct) => handler.HandleAsync(from, delivery, ct), options.Value.DrainTimeout, stop);
        if (!stop.IsCancellationRequested)
        {
            logger.LogWarning("The channel of queue {Queue} was lost: {Reason}", queue.Name, channel.CloseReason);
        }
    }
}
