using System.Globalization;
using RabbitMQ.Client;

namespace Ticketing.Core.Messaging;

/// <summary>
/// What stands on the broker. Messages go to one topic exchange by their type; a queue of a consumer takes the types it binds.
/// A message that failed rests in the queue of its delay, whose expiry brings it back; one that failed too often is in
/// <c>{queue}.dead</c>. Every move is at least once: nothing leaves a queue before the next one has it.
/// </summary>
static class Topology
{
    public const string Exchange = "ticketing";
    public const string DeadLetters = "ticketing.dead";

    /// <summary>
    /// Deliveries that may end without an answer, because a consumer died or lost its connection. Failures are counted apart, in the
    /// message, so this only has to stop a message that kills its consumers.
    /// </summary>
    public const int DeliveryLimit = 10;

    public static async Task DeclareExchangesAsync(IChannel channel, CancellationToken ct)
    {
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true, cancellationToken: ct);
        await channel.ExchangeDeclareAsync(DeadLetters, ExchangeType.Direct, durable: true, cancellationToken: ct);
    }

    public static async Task DeclareQueueAsync(
        IChannel channel, MessageQueue messageQueue, IEnumerable<TimeSpan> retryDelays, CancellationToken ct)
    {
        var queue = messageQueue.Name;
        await DeclareExchangesAsync(channel, ct);

        await DeclareAsync(channel, DeadQueue(queue), [], ct);
        await channel.QueueBindAsync(DeadQueue(queue), DeadLetters, queue, cancellationToken: ct);

        await DeclareAsync(channel, queue, [.. DeadLetterTo(DeadLetters, queue), new("x-delivery-limit", DeliveryLimit)], ct);
        foreach (var type in messageQueue.MessageTypes)
        {
            await channel.QueueBindAsync(queue, Exchange, type, cancellationToken: ct);
        }

        foreach (var delay in retryDelays)
        {
            // The default exchange brings it back to this queue alone, not to the others that bind its type.
            await DeclareAsync(channel, RetryQueue(queue, delay), [.. DeadLetterTo("", queue), new("x-message-ttl", Milliseconds(delay))], ct);
        }
    }

    public static string DeadQueue(string queue) => $"{queue}.dead";

    /// <summary>Has the delay in its name, since the arguments of a queue cannot be changed.</summary>
    public static string RetryQueue(string queue, TimeSpan delay) =>
        string.Create(CultureInfo.InvariantCulture, $"{queue}.retry.{Milliseconds(delay)}ms");

    static long Milliseconds(TimeSpan delay) => (long)delay.TotalMilliseconds;

    /// <summary>At least once, which the broker only grants to queues that refuse when full instead of dropping.</summary>
    static KeyValuePair<string, object?>[] DeadLetterTo(string exchange, string routingKey) =>
    [
        new("x-dead-letter-exchange", exchange),
        new("x-dead-letter-routing-key", routingKey),
        new("x-dead-letter-strategy", "at-least-once"),
        new("x-overflow", "reject-publish"),
    ];

    static async Task DeclareAsync(IChannel channel, string queue, KeyValuePair<string, object?>[] arguments, CancellationToken ct) =>
        await channel.QueueDeclareAsync(
            queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>(arguments) { ["x-queue-type"] = "quorum" },
            cancellationToken: ct);
}
