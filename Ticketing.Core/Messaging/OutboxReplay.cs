using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

/// <summary>
/// Publishes again what the queues of a lost broker still held: to each queue, the messages that its consumer has not recorded in the
/// inbox. A queue whose consumer keeps no inbox gets all of them, and those on their way already come twice; neither does harm.
/// </summary>
public sealed class OutboxReplay(MessageQueue[] queues, TicketingDbContext database, Broker broker, ILogger<OutboxReplay> logger)
{
    /// <summary>Also how many may be unconfirmed at a time.</summary>
    const int BatchSize = 200;

    /// <summary>Replays what was written at <paramref name="since"/> or later and has been published before; the rest is the relay's.</summary>
    /// <returns>Messages by queue.</returns>
    /// <exception cref="BrokerUnavailableException">A part may have been published. It can be done again from the same instant.</exception>
    public async Task<IReadOnlyDictionary<string, int>> RunAsync(DateTimeOffset since, CancellationToken ct)
    {
        var counts = new Dictionary<string, int>();
        foreach (var queue in queues)
        {
            counts[queue.Name] = await ReplayAsync(queue, MessageIds.Before(since), ct);
            logger.LogInformation("Replayed {Count} messages since {Since} to queue {Queue}", counts[queue.Name], since, queue.Name);
        }

        return counts;
    }

    async Task<int> ReplayAsync(MessageQueue queue, Guid after, CancellationToken ct)
    {
        var count = 0;
        while (true)
        {
            var batch = await UnhandledAsync(queue, after, ct);
            if (batch.Count > 0)
                await broker.PublishAsync((channel, confirm) => PublishAsync(channel, queue, batch, confirm), ct);

            count += batch.Count;
            if (batch.Count < BatchSize)
                return count;
            after = batch[^1].Id;
        }
    }

    static Task PublishAsync(IChannel channel, MessageQueue queue, List<OutboxMessage> batch, CancellationToken ct) =>
        Task.WhenAll(batch.Select(message => ReplayPublisher.PublishAsync(channel, queue.Name, message, ct)));

    Task<List<OutboxMessage>> UnhandledAsync(MessageQueue queue, Guid after, CancellationToken ct)
    {
        var types = queue.MessageTypes.ToArray();
        return database.OutboxMessages
            .FromSql(
                $"""
                SELECT * FROM outbox_messages AS message
                WHERE id > {after} AND published_at IS NOT NULL AND type = ANY({types})
                    AND NOT EXISTS (SELECT FROM inbox_messages WHERE consumer = {queue.Name} AND message_id = message.id)
                ORDER BY id LIMIT {BatchSize}
                """)
            .AsNoTracking()
            .ToListAsync(ct);
    }
}

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
