using System.Diagnostics;
using System.Text;
using RabbitMQ.Client;

namespace Ticketing.Core.Messaging;

static class OutboxPublisher
{
    static readonly ActivitySource Source = new("Ticketing.Messaging");

    /// <summary>Ends when the broker has confirmed the message; fails when it refused it, when no queue took it, or when its answer is unknown.</summary>
    public static async Task PublishAsync(IChannel channel, OutboxMessage message, CancellationToken ct)
    {
        // From the cause to the confirm: the time spent in the outbox shows in the trace.
        ActivityContext.TryParse(message.TraceParent, traceState: null, out var cause);
        using var span = Source.StartActivity($"outbox {message.Type}", ActivityKind.Internal, cause, startTime: message.CreatedAt);

        await channel.BasicPublishAsync(
            Topology.Exchange, routingKey: message.Type, mandatory: true, PropertiesOf(message), Encoding.UTF8.GetBytes(message.Payload), ct);
    }

    public static BasicProperties PropertiesOf(OutboxMessage message) => new()
    {
        MessageId = message.Id.ToString(),
        Type = message.Type,
        ContentType = "application/json",
        Persistent = true,
        Timestamp = new AmqpTimestamp(message.CreatedAt.ToUnixTimeSeconds()),
        // The client puts its own span here when it is traced.
        Headers = new Dictionary<string, object?> { [MessageHeaders.TraceParent] = message.TraceParent },
    };
}
