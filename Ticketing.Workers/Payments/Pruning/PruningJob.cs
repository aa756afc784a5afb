using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Payments.Pruning;

/// <summary>Deletes what nobody will ask for any more.</summary>
sealed class PruningJob(
    TicketingDbContext context, MessagePruning messages, TimeProvider time, IOptions<PruningOptions> options, ILogger<PruningJob> logger) : IPeriodicWork
{
    /// <summary>Rows of one statement: a crash loses little, and nobody waits long for a lock.</summary>
    const int BatchSize = 5000;

    public static string Name => "pruning";

    public async Task RunAsync(CancellationToken ct)
    {
        await messages.RunAsync(ct);
        var now = time.GetUtcNow();
        var (answers, notifications) = (now - options.Value.IdempotencyAfter, now - options.Value.NotificationsAfter);
        var (sessions, failures) = (now - options.Value.SessionsAfter, now - options.Value.FailedSignInsAfter);
        await InBatchesAsync(
            "answers to requests that nobody repeats any more",
            $"""
            DELETE FROM idempotent_requests WHERE ctid IN (
                SELECT ctid FROM idempotent_requests WHERE created_at < {answers} ORDER BY created_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
            """,
            ct);
        await InBatchesAsync(
            "notifications of the payment provider",
            $"DELETE FROM payment_notifications WHERE id IN (SELECT id FROM payment_notifications WHERE received_at < {notifications} LIMIT {BatchSize})",
            ct);
        var audit = now - options.Value.AuditAfter;
        await InBatchesAsync(
            "audit entries",
            $"DELETE FROM audit_entries WHERE id IN (SELECT id FROM audit_entries WHERE at < {audit} ORDER BY at LIMIT {BatchSize})",
            ct);
        await InBatchesAsync(
            "sessions", $"DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < {sessions} LIMIT {BatchSize})", ct);
        await InBatchesAsync(
            "failed sign-ins",
            $"""
            DELETE FROM failed_sign_ins WHERE ctid IN (
                SELECT ctid FROM failed_sign_ins WHERE last_at < {failures} LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
            """,
            ct);
        var requests = now - AccountRequest.KeptFor;
        await InBatchesAsync(
            "requests to register or for another password",
            $"DELETE FROM account_requests WHERE id IN (SELECT id FROM account_requests WHERE created_at < {requests} LIMIT {BatchSize})",
            ct);
    }

    async Task InBatchesAsync(string what, FormattableString delete, CancellationToken ct)
    {
        int deleted;
        do
        {
            deleted = await context.Database.ExecuteSqlAsync(delete, ct);
            if (deleted > 0)
                logger.LogInformation("Pruned {Count} {What}", deleted, what);
        }
        while (deleted == BatchSize);
    }
}
