using Microsoft.Extensions.Options;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Payments.Pruning;

/// <summary>
/// Deletes what no replay needs any more. Never what is not published, a dead letter that nobody has dealt with, or what a consumer
/// remembers of a message that could still come again.
/// </summary>
sealed class MessagePruning(TicketingDbContext database, IOptions<MessagingOptions> options, TimeProvider clock, ILogger<MessagePruning> logger)
{
    public async Task RunAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - options.Value.Retention;
        // In this order: the inbox outlives the messages that it speaks of.
        var messages = await database.PruneAsync("outbox_messages", before, ct);
        var letters = await database.PruneAsync("dead_letters", before, ct);
        var records = await database.PruneAsync("inbox_messages", before, ct);
        var mails = await database.PruneAsync("mail_deliveries", before, ct);
        if (messages + letters + records + mails == 0)
            return;

        logger.LogInformation(
            "Pruned {Messages} messages, {Letters} dead letters, {Records} inbox records and {Mails} mails", messages, letters, records, mails);
    }
}
