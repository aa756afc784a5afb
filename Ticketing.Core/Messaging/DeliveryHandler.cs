using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Ticketing.Core.Faults;

namespace Ticketing.Core.Messaging;

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
