using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

/// <summary>
/// Deletes what no replay needs any more. Never what is not published, a dead letter that nobody has dealt with, or what a consumer
/// remembers of a message that could still come again.
/// </summary>
public sealed class MessagePruning(TicketingDbContext database, IOptions<MessagingOptions> options, TimeProvider clock, ILogger<MessagePruning> logger)
{
    /// <summary>Small enough not to keep locks and vacuum waiting.</summary>
    const int BatchSize = 5000;

    public async Task RunAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - options.Value.Retention;
        // In this order: the inbox outlives the messages that it speaks of.
        var messages = await InBatchesAsync(() => PruneOutboxAsync(before, ct));
        var letters = await InBatchesAsync(() => PruneDeadLettersAsync(before, ct));
        var records = await InBatchesAsync(() => PruneInboxAsync(before, ct));
        var mails = await InBatchesAsync(() => PruneMailsAsync(before, ct));
        if (messages + letters + records + mails == 0)
            return;

        logger.LogInformation(
            "Pruned {Messages} messages, {Letters} dead letters, {Records} inbox records and {Mails} mails", messages, letters, records, mails);
    }

    static async Task<int> InBatchesAsync(Func<Task<int>> prune)
    {
        var (sum, last) = (0, BatchSize);
        while (last == BatchSize)
            sum += last = await prune();
        return sum;
    }

    Task<int> PruneOutboxAsync(DateTimeOffset before, CancellationToken ct)
    {
        var end = MessageIds.Before(before);
        return database.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM outbox_messages WHERE id IN (
                SELECT id FROM outbox_messages WHERE id < {end} AND published_at IS NOT NULL ORDER BY id LIMIT {BatchSize})
            """, ct);
    }

    Task<int> PruneDeadLettersAsync(DateTimeOffset before, CancellationToken ct) => database.Database.ExecuteSqlAsync(
        $"DELETE FROM dead_letters WHERE id IN (SELECT id FROM dead_letters WHERE replayed_at < {before} LIMIT {BatchSize})", ct);

    Task<int> PruneInboxAsync(DateTimeOffset before, CancellationToken ct) => database.Database.ExecuteSqlAsync(
        $"""
        DELETE FROM inbox_messages WHERE ctid IN (
            SELECT ctid FROM inbox_messages AS record WHERE processed_at < {before}
                AND NOT EXISTS (SELECT FROM dead_letters WHERE message_id = record.message_id)
                AND NOT EXISTS (SELECT FROM outbox_messages WHERE id = record.message_id)
            LIMIT {BatchSize})
        """, ct);

    Task<int> PruneMailsAsync(DateTimeOffset before, CancellationToken ct) => database.Database.ExecuteSqlAsync(
        $"DELETE FROM mail_deliveries WHERE ctid IN (SELECT ctid FROM mail_deliveries WHERE tried_at < {before} LIMIT {BatchSize})", ct);
}
