using System.Diagnostics;
using System.Text;
using RabbitMQ.Client;

namespace Ticketing.Core.Messaging;

static class OutboxPublisher
{
    static readonly ActivitySource Source = new("Ticketing.Messaging");

    /// <summary>What waited longer is told of in a trace of its own, which links to the cause's: a trace is a piece of work and not a day.</summary>
    static readonly TimeSpan LongestOfATrace = TimeSpan.FromMinutes(1);

    /// <summary>Ends when the broker has confirmed the message; fails when it refused it, when no queue took it, or when its answer is unknown.</summary>
    public static async Task PublishAsync(IChannel channel, OutboxMessage message, DateTimeOffset now, CancellationToken ct)
    {
        using var span = StartSpan(message, now - message.CreatedAt);
        await channel.BasicPublishAsync(
            Topology.Exchange, routingKey: message.Type, mandatory: true, PropertiesOf(message), Encoding.UTF8.GetBytes(message.Payload), ct);
    }

    static Activity? StartSpan(OutboxMessage message, TimeSpan waited)
    {
        var hasCause = ActivityContext.TryParse(message.TraceParent, traceState: null, isRemote: true, out var cause);
        var isLate = waited > LongestOfATrace;
        var span = Source.StartActivity(
            $"outbox {message.Type}", ActivityKind.Internal, isLate ? default : cause, links: hasCause && isLate ? [new ActivityLink(cause)] : null);
        span?.SetTag("ticketing.outbox.waited_seconds", waited.TotalSeconds);
        return span;
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
