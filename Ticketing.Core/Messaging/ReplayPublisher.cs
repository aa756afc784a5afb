using System.Text;
using RabbitMQ.Client;

namespace Ticketing.Core.Messaging;

/// <summary>Publishes a message once more: to one queue, past the exchange that would give it to all that take its type.</summary>
static class ReplayPublisher
{
    /// <summary>Ends when the broker has confirmed the message; fails otherwise, also when there is no such queue.</summary>
    public static Task PublishAsync(IChannel channel, string queue, OutboxMessage message, CancellationToken ct) =>
        PublishAsync(channel, queue, OutboxPublisher.PropertiesOf(message), Encoding.UTF8.GetBytes(message.Payload), ct);

    /// <summary>As above; the attempts are counted from the beginning again.</summary>
    public static Task PublishAsync(IChannel channel, DeadLetter letter, CancellationToken ct)
    {
        var properties = new BasicProperties
        {
            MessageId = letter.MessageId?.ToString(),
            Type = letter.Type,
            ContentType = "application/json",
            Persistent = true,
            Headers = new Dictionary<string, object?>
            {
                [MessageHeaders.TraceParent] = letter.TraceParent,
                [MessageHeaders.ReplayOf] = letter.Id.ToString(),
            },
        };
        return PublishAsync(channel, letter.Queue, properties, DeadDelivery.ToBody(letter.Body), ct);
    }

    static async Task PublishAsync(IChannel channel, string queue, BasicProperties properties, byte[] body, CancellationToken ct) =>
        await channel.BasicPublishAsync(Topology.OwnExchange(queue), queue, mandatory: true, properties, body, ct);
}
