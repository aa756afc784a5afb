using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Ticketing.Core.Database;
using Ticketing.Core.Faults;

namespace Ticketing.Core.Messaging;

/// <summary>Publishes one batch. A row is marked only when the broker has confirmed its message, so what is in doubt is published again.</summary>
sealed class OutboxBatch(
    TicketingDbContext context, UnroutableTypes unroutable, MessagingMetrics metrics, TimeProvider clock, FaultPoints faults, ILogger<OutboxBatch> logger)
{
    /// <summary>Also how many messages may be unconfirmed at a time.</summary>
    const int Size = 200;

    /// <summary>A broker that holds back its confirms is treated as lost, so that the rows do not stay locked.</summary>
    static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(10);

    /// <returns>True when there may be more to publish at once.</returns>
    public async Task<bool> RelayAsync(IChannel channel, CancellationToken ct)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        var messages = await TakeAsync(ct);
        if (messages.Count == 0)
        {
            return false;
        }

        // Not the caller's token: a batch that has begun is also ended when the service stops.
        using var timeout = new CancellationTokenSource(ConfirmTimeout, clock);
        var began = clock.GetUtcNow();
        var publishes = messages.ConvertAll(message => OutboxPublisher.PublishAsync(channel, message, began, timeout.Token));
        await Task.WhenAll(publishes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await faults.ReachAsync(FaultPoint.PublishAfterConfirm, CancellationToken.None);
        var now = clock.GetUtcNow();
        var confirmed = messages.Where((_, i) => publishes[i].IsCompletedSuccessfully).ToList();
        await MarkPublishedAsync(confirmed, now);
        await transaction.CommitAsync(CancellationToken.None);
        confirmed.ForEach(message => metrics.Published(now - message.CreatedAt));

        foreach (var (message, publish) in messages.Zip(publishes))
        {
            await ReportAsync(message, publish);
        }

        return confirmed.Count == Size;
    }

    /// <summary>Relays beside this one take other rows.</summary>
    Task<List<OutboxMessage>> TakeAsync(CancellationToken ct) => context.OutboxMessages
        .FromSql(
            $"""
            SELECT * FROM outbox_messages WHERE published_at IS NULL AND type <> ALL({unroutable.Current()})
            ORDER BY id LIMIT {Size} FOR UPDATE SKIP LOCKED
            """)
        .AsNoTracking()
        .ToListAsync(ct);

    async Task MarkPublishedAsync(List<OutboxMessage> messages, DateTimeOffset now)
    {
        var ids = messages.ConvertAll(message => message.Id);
        await context.OutboxMessages
            .Where(message => ids.Contains(message.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.PublishedAt, now), CancellationToken.None);
    }

    /// <exception cref="Exception">Of a channel that can no longer be used.</exception>
    async Task ReportAsync(OutboxMessage message, Task publish)
    {
        try
        {
            await publish;
        }
        catch (PublishReturnException)
        {
            logger.LogWarning("No queue takes {MessageType}; message {MessageId} waits", message.Type, message.Id);
            unroutable.Add(message.Type);
        }
        catch (PublishException e)
        {
            logger.LogWarning(e, "The broker refused message {MessageId}, {MessageType}; it waits", message.Id, message.Type);
        }
    }
}
