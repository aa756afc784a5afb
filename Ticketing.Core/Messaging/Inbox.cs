using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

public static class Inbox
{
    /// <summary>
    /// Records, in the current transaction, that this consumer does what the message asks. False: it has been done, do nothing.
    /// Of two deliveries at the same time, the second waits here for the first one's commit.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no transaction, so the record could outlive effects that failed.</exception>
    public static async Task<bool> TryRecordAsync(this TicketingDbContext context, MessageContext message, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(message);
        if (context.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("The inbox is written in the transaction of the message's effects.");
        }

        return await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO inbox_messages (consumer, message_id, processed_at) VALUES ({message.Consumer}, {message.MessageId}, {now})
            ON CONFLICT DO NOTHING
            """,
            ct) == 1;
    }
}

/// <summary>Says that a consumer has done what a message asks; written in the transaction of its effects.</summary>
public sealed class InboxMessage
{
    /// <summary>Name of the consumer's queue.</summary>
    public required string Consumer { get; init; }

    public required Guid MessageId { get; init; }
    public required DateTimeOffset ProcessedAt { get; init; }
}
