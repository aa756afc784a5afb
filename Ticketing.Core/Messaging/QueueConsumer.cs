using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Ticketing.Core.Database;
using Ticketing.Core.Faults;

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

/// <summary>Takes deliveries of queues over one channel, for as long as the channel lasts.</summary>
static class Consumption
{
    public delegate Task Handle(IChannel channel, string queue, BasicDeliverEventArgs delivery, CancellationToken abandon);

    /// <summary>
    /// Ends when the channel or one of the queues is lost, or when told to stop: then the consumers are cancelled first, and what is
    /// being handled is finished.
    /// </summary>
    /// <param name="handle">Answers the delivery. Must not throw.</param>
    /// <param name="concurrency">That of the channel: deliveries handled at the same time, of all the queues together.</param>
    public static async Task RunAsync(
        IChannel channel, IReadOnlyList<string> queues, int concurrency, Handle handle, TimeSpan drainTimeout, CancellationToken stop)
    {
        using var inFlight = new InFlight(concurrency);
        await channel.BasicQosAsync(0, (ushort)concurrency, global: false, stop);

        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task Lose()
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        }

        channel.ChannelShutdownAsync += (_, _) => Lose();
        var tags = new List<string>();
        try
        {
            foreach (var queue in queues)
            {
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += (_, delivery) => inFlight.RunAsync(ct => handle(channel, queue, delivery, ct));
                // The broker cancels the consumer of a queue that is deleted; the channel stays open.
                consumer.UnregisteredAsync += (_, _) => Lose();
                tags.Add(await channel.BasicConsumeAsync(queue, autoAck: false, consumer, stop));
            }

            await lost.Task.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var tag in stop.IsCancellationRequested && channel.IsOpen ? tags : [])
            {
                await channel.BasicCancelAsync(tag, cancellationToken: CancellationToken.None);
            }
        }
        finally
        {
            // An acknowledgement on a channel that is being disposed would take the whole connection down.
            await inFlight.DrainAsync(drainTimeout);
        }
    }
}

/// <summary>
/// Hands a delivery to its subscription and then answers the broker: done, to be repeated later, or dead. A message is acknowledged
/// only when it was handled or when its next queue has confirmed it.
/// </summary>
sealed class DeliveryHandler(
    MessageQueue messageQueue, Dictionary<string, Subscription> subscriptions, IServiceScopeFactory scopes,
    IOptions<MessagingOptions> options, MessagingMetrics metrics, TimeProvider clock, FaultPoints faults, ILogger<DeliveryHandler> logger)
{
    readonly string queue = messageQueue.Name;

    static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Does not throw.</summary>
    public async Task HandleAsync(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken abandon)
    {
        try
        {
            var failure = await TryHandleAsync(delivery, abandon);
            if (abandon.IsCancellationRequested && failure is OperationCanceledException)
            {
                await ReturnAsync(channel, delivery);
                return;
            }

            var outcome = failure is null ? "done" : await PassOnAsync(channel, delivery, failure);
            await faults.ReachAsync(FaultPoint.AckBefore, abandon);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, CancellationToken.None);
            metrics.Settled(queue, outcome);
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "A delivery of queue {Queue} could not be answered; it comes again", queue);
            await Task.Delay(options.Value.FailureDelay, abandon).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReturnAsync(channel, delivery);
        }
    }

    /// <returns>What went wrong, if anything did.</returns>
    async Task<Exception?> TryHandleAsync(BasicDeliverEventArgs delivery, CancellationToken abandon)
    {
        try
        {
            var properties = delivery.BasicProperties;
            if (!Guid.TryParse(properties.MessageId, out var id) || !subscriptions.TryGetValue(properties.Type ?? "", out var subscription))
            {
                throw new UnreadableMessageException($"Message '{properties.MessageId}' of type '{properties.Type}' is not for queue {queue}.");
            }

            await using var scope = scopes.CreateAsyncScope();
            var context = new MessageContext(id, queue, MessageHeaders.Attempt(properties));
            await subscription.HandleAsync(scope.ServiceProvider, delivery.Body, context, abandon);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <returns>The outcome.</returns>
    async Task<string> PassOnAsync(IChannel channel, BasicDeliverEventArgs delivery, Exception failure)
    {
        var attempt = MessageHeaders.Attempt(delivery.BasicProperties);
        var delays = options.Value.DelaysOf(messageQueue);
        // A body that cannot be read will not become readable.
        var isDead = failure is UnreadableMessageException or FutileMessageException || attempt > delays.Count;
        var (exchange, routingKey) = isDead ? (Topology.DeadLetters, queue) : (Topology.OwnExchange(queue), Topology.RetryQueue(queue, delays[attempt - 1]));

        logger.Log(
            isDead ? LogLevel.Error : LogLevel.Warning, failure,
            "Message {MessageId} of queue {Queue} failed at attempt {Attempt} and goes to {Destination}",
            delivery.BasicProperties.MessageId, queue, attempt, isDead ? Topology.DeadQueue(queue) : routingKey);

        using var timeout = new CancellationTokenSource(ConfirmTimeout);
        var properties = MessageHeaders.After(delivery.BasicProperties, failure, isDead, clock.GetUtcNow());
        await channel.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, delivery.Body, timeout.Token);
        return isDead ? "dead" : "retried";
    }

    async Task ReturnAsync(IChannel channel, BasicDeliverEventArgs delivery)
    {
        metrics.Settled(queue, "returned");
        try
        {
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true, CancellationToken.None);
        }
        catch (Exception e)
        {
            logger.LogDebug(e, "The channel is closed, which returned the delivery already");
        }
    }
}

/// <summary>What was delivered is not a message that its queue's consumer knows; delivering it again would not help.</summary>
sealed class UnreadableMessageException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>What the message asks cannot be done, however often it is tried: it goes to the dead letters at once.</summary>
public sealed class FutileMessageException(string message, Exception? cause = null) : Exception(message, cause);
