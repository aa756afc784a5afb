using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Database;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments;

/// <summary>
/// Settles open attempts that no notification has settled: sells the seats of those who paid before their time is over, closes the
/// checkouts of expired bookings, and finishes confirmations that a crash or a lost message left half-way.
/// </summary>
sealed class PaymentReconciler(
    TicketingDbContext context, IServiceScopeFactory scopes, TimeProvider time, IOptions<ReconcileOptions> options, ILogger<PaymentReconciler> logger)
    : IPeriodicWork
{
    const int BatchSize = 200;

    public static string Name => "payment-reconciler";

    public async Task RunAsync(CancellationToken ct)
    {
        await VoidNeverOpenedAsync(ct);
        using var fenced = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            await Parallel.ForEachAsync(
                await DueAsync(ct),
                new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnce, CancellationToken = fenced.Token },
                (checkoutId, stop) => SettleAsync(checkoutId, fenced, stop));
        }
        catch (OperationCanceledException) when (fenced.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // No other checkout would get another answer.
            logger.LogWarning("The payment provider does not take this region's key: nothing is settled");
        }
    }

    async ValueTask SettleAsync(string checkoutId, CancellationTokenSource fenced, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            // Before it is tried, so that what fails goes to the end of the queue and keeps nobody else waiting.
            await scope.ServiceProvider.GetRequiredService<TicketingDbContext>().PaymentAttempts.Where(a => a.CheckoutId == checkoutId)
                .ExecuteUpdateAsync(a => a.SetProperty(attempt => attempt.CheckedAt, time.GetUtcNow()), ct);
            await scope.ServiceProvider.GetRequiredService<PaymentSettlement>().SettleAsync(checkoutId, finish: null, ct);
        }
        catch (RegionFencedException)
        {
            await fenced.CancelAsync();
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            logger.LogError(failure, "Checkout {Checkout} could not be settled and is tried again", checkoutId);
        }
    }

    /// <summary>The checkouts not looked at for a while, and in every run those whose time is over or nearly so.</summary>
    Task<List<string>> DueAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var lastCheck = now - options.Value.CheckAfter;
        var lastChance = now + options.Value.CheckAfter;
        var due =
            from attempt in context.PaymentAttempts
            where attempt.Status == PaymentAttemptStatus.Open && attempt.CheckoutId != null
            join booking in context.Bookings on attempt.BookingId equals booking.Id
            where booking.ExpiresAt <= lastChance || (attempt.CheckedAt ?? attempt.CreatedAt) <= lastCheck
            orderby attempt.CheckedAt ?? attempt.CreatedAt
            select attempt.CheckoutId;
        return due.Take(BatchSize).ToListAsync(ct);
    }

    /// <summary>
    /// The call that should have made the checkout got no answer. If it made one all the same, nobody was sent there, it ends with the
    /// booking's time, and its notifications find this attempt by reference.
    /// </summary>
    Task<int> VoidNeverOpenedAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var neverOpened =
            from attempt in context.PaymentAttempts
            where attempt.Status == PaymentAttemptStatus.Open && attempt.CheckoutId == null
            join booking in context.Bookings on attempt.BookingId equals booking.Id
            where booking.Status != BookingStatus.PendingPayment && booking.ExpiresAt <= now
            select attempt;
        return neverOpened.ExecuteUpdateAsync(a => a.SetProperty(attempt => attempt.Status, PaymentAttemptStatus.Voided), ct);
    }
}
