using System.Diagnostics;
using System.Text.Json;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

public static class Outbox
{
    /// <summary>
    /// Adds the message to what the context's next <c>SaveChanges</c> writes, with the trace of the current activity. It is published
    /// soon after that transaction has committed.
    /// </summary>
    public static void Enqueue<TMessage>(this TicketingDbContext context, TMessage message, DateTimeOffset now)
        where TMessage : notnull
    {
        ArgumentNullException.ThrowIfNull(context);
        context.HasMessages = true;
        context.OutboxMessages.Add(new OutboxMessage
        {
            Id = Guid.CreateVersion7(now),
            Type = typeof(TMessage).Name,
            Payload = JsonSerializer.Serialize(message, MessageJson.Options),
            TraceParent = Activity.Current?.Id,
            CreatedAt = now,
        });
    }
}
