using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Database;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments;

/// <summary>
/// Goes through the provider's own list and looks for money that our database does not know of, or believes gone: the row of an attempt
/// was lost, or the whole database was restored from before the payment.
/// </summary>
sealed class PaymentScan(
    TicketingDbContext context, IPaymentProvider provider, IServiceScopeFactory scopes, TimeProvider time, IOptions<ReconcileOptions> options,
    ILogger<PaymentScan> logger) : IPeriodicWork
{
    const int BatchSize = 100;

    public static string Name => "payment-scan";

    public async Task RunAsync(CancellationToken ct)
    {
        var started = time.GetUtcNow();
        var mark = await context.PaymentScanMarks.SingleOrDefaultAsync(m => m.Provider == provider.Name, ct);
        var limit = new RefundLimit(options.Value.ScanMostGivenBack);
        var unresolved = 0;
        try
        {
            await Parallel.ForEachAsync(
                FindAsync(Since(mark, started), started - options.Value.ScanGrace, ct),
                new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnce, CancellationToken = ct },
                async (checkout, stop) =>
                {
                    if (!await ResolveAsync(checkout, limit, stop))
                        Interlocked.Increment(ref unresolved);
                });
        }
        catch (PaymentUnavailableException failure)
        {
            logger.LogWarning(failure, "The provider's list could not be read to its end; the next scan begins where this one did");
            return;
        }

        // What could not be resolved is looked for again.
        if (unresolved == 0)
            await RememberAsync(mark, started, ct);
    }

    DateTimeOffset Since(PaymentScanMark? mark, DateTimeOffset now)
    {
        var farthest = now - options.Value.ScanWindow;
        var last = mark is null ? farthest : mark.ScannedUntil - options.Value.ScanOverlap;
        return last > farthest ? last : farthest;
    }

    /// <summary>The checkouts that hold money although our records say otherwise, or nothing.</summary>
    async IAsyncEnumerable<Checkout> FindAsync(DateTimeOffset since, DateTimeOffset until, [EnumeratorCancellation] CancellationToken ct)
    {
        var ours = provider.ListSince(since, ct)
            .Where(checkout => checkout.CreatedAt <= until && FoundPayment.HoldsMoney(checkout) && FoundPayment.IsOurs(checkout));
        await foreach (var batch in ours.Chunk(BatchSize).WithCancellation(ct))
        {
            var ids = batch.Select(FoundPayment.AttemptOf).ToArray();
            var captured = await context.PaymentAttempts
                .Where(a => ids.Contains(a.Id) && a.Status == PaymentAttemptStatus.Captured).Select(a => a.Id).ToHashSetAsync(ct);
            foreach (var checkout in batch.Where(checkout => !captured.Contains(FoundPayment.AttemptOf(checkout))))
                yield return checkout;
        }
    }

    async Task<bool> ResolveAsync(Checkout checkout, RefundLimit limit, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<FoundPayment>().ResolveAsync(checkout, limit, ct);
        }
        catch (Exception failure) when (failure is not RegionFencedException && !ct.IsCancellationRequested)
        {
            logger.LogError(failure, "Checkout {Checkout}, found in the provider's list, could not be resolved and is tried again", checkout.Id);
            return false;
        }
    }

    async Task RememberAsync(PaymentScanMark? mark, DateTimeOffset until, CancellationToken ct)
    {
        if (mark is null)
            context.PaymentScanMarks.Add(new PaymentScanMark { Provider = provider.Name, ScannedUntil = until });
        else
            mark.ScannedUntil = until;
        await context.SaveChangesAsync(ct);
    }
}
