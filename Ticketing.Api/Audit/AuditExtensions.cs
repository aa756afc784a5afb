using System.Text.Json;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Security;

namespace Ticketing.Api.Audit;

static class AuditExtensions
{
    /// <summary>Written by the context's next <c>SaveChanges</c>, in the transaction of what it tells of.</summary>
    /// <param name="network">The client's network; null where no client asked.</param>
    /// <param name="details">Becomes a JSON object.</param>
    public static void Audit(
        this TicketingDbContext context, Actor by, string action, string subject, DateTimeOffset now, string? network, object? details = null)
    {
        context.AuditEntries.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            By = by.ToString(),
            Action = action,
            Subject = subject,
            Network = network,
            Details = details is null ? null : JsonSerializer.Serialize(details, JsonSerializerOptions.Web),
        });
    }
}
