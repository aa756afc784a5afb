using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments;

/// <summary>
/// Settles open attempts that no notification has settled: sells the seats of those who paid before their time is over, closes the
/// checkouts of expired bookings, and finishes confirmations that a crash or a lost message left half-way.
/// </summary>
sealed class PaymentReconciler(
    TicketingDbContext context, PaymentSettlement settlement, TimeProvider time, IOptions<ReconcileOptions> options, ILogger<PaymentReconciler> logger)
    : IPeriodicWork
{
    const int BatchSize = 200;

    public static string Name => "payment-reconciler";

    public async Task RunAsync(CancellationToken ct)
    {
        await VoidNeverOpenedAsync(ct);
        foreach (var checkoutId in await DueAsync(ct))
        {
            try
            {
                // Before it is tried, so that what fails goes to the end of the queue and keeps nobody else waiting.
                await context.PaymentAttempts.Where(a => a.CheckoutId == checkoutId)
                    .ExecuteUpdateAsync(a => a.SetProperty(attempt => attempt.CheckedAt, time.GetUtcNow()), ct);
                await settlement.SettleAsync(checkoutId, finish: null, ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                logger.LogError(failure, "Checkout {Checkout} could not be settled and is tried again", checkoutId);
            }
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
