using Microsoft.Extensions.Options;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Payments.Pruning;

/// <summary>Deletes what nobody will ask for any more.</summary>
sealed class PruningJob(
    TicketingDbContext context, MessagePruning messages, TimeProvider time, IOptions<PruningOptions> options, ILogger<PruningJob> logger) : IPeriodicWork
{
    public static string Name => "pruning";

    public async Task RunAsync(CancellationToken ct)
    {
        await messages.RunAsync(ct);
        await PruneAsync("answers to requests that nobody repeats any more", "idempotent_requests", options.Value.IdempotencyAfter, ct);
        await PruneAsync("notifications of the payment provider", "payment_notifications", options.Value.NotificationsAfter, ct);
        await PruneAsync("audit entries", "audit_entries", options.Value.AuditAfter, ct);
        await PruneAsync("sessions", "sessions", options.Value.SessionsAfter, ct);
        await PruneAsync("failed sign-ins", "failed_sign_ins", options.Value.FailedSignInsAfter, ct);
        await PruneAsync("requests to register or for another password", "account_requests", AccountRequest.KeptFor, ct);
    }

    async Task PruneAsync(string what, string table, TimeSpan after, CancellationToken ct)
    {
        if (await context.PruneAsync(table, time.GetUtcNow() - after, ct) is > 0 and var pruned)
            logger.LogInformation("Pruned {Count} {What}", pruned, what);
    }
}
