using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Database;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments.Refunds;

/// <summary>Asks again for refunds that are still open, as long as it takes: money that is owed is never given up.</summary>
sealed class RefundRetry(TicketingDbContext context, RefundPayment payment, TimeProvider time, IOptions<RefundOptions> options, ILogger<RefundRetry> logger)
    : IPeriodicWork
{
    const int BatchSize = 200;

    public static string Name => "refund-retry";

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var refundId in await DueAsync(ct))
        {
            try
            {
                await payment.PayAsync(refundId, finish: null, ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                logger.LogError(failure, "Refund {Refund} was not paid and is tried again", refundId);
            }
        }
    }

    /// <summary>Those whose last try, or whose message, is a while ago; the one that waits longest first.</summary>
    Task<List<Guid>> DueAsync(CancellationToken ct)
    {
        var lastTry = time.GetUtcNow() - options.Value.RetryAfter;
        return context.Refunds
            .Where(r => r.Status == RefundStatus.Pending && (r.TriedAt ?? r.RequestedAt) <= lastTry)
            .OrderBy(r => r.TriedAt ?? r.RequestedAt).Select(r => r.Id).Take(BatchSize).ToListAsync(ct);
    }
}
