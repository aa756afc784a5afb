using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
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
        await PruneAnswersAsync(ct);
    }

    async Task PruneAnswersAsync(CancellationToken ct)
    {
        var oldest = time.GetUtcNow() - options.Value.IdempotencyAfter;
        int deleted;
        do
        {
            deleted = await context.Database.ExecuteSqlAsync(
                $"""
                DELETE FROM idempotent_requests WHERE ctid IN (
                    SELECT ctid FROM idempotent_requests WHERE created_at < {oldest} ORDER BY created_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
                """,
                ct);
            if (deleted > 0)
                logger.LogInformation("Pruned {Count} answers to requests that nobody repeats any more", deleted);
        }
        while (deleted == BatchSize);
    }
}
