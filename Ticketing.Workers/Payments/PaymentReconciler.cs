using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments;

/// <summary>
/// Settles open attempts of bookings whose time to pay is over: closes the checkouts of expired ones, and finishes confirmations
/// that a crash or a lost message left half-way.
/// </summary>
sealed class PaymentReconciler(TicketingDbContext context, PaymentSettlement settlement, TimeProvider time, ILogger<PaymentReconciler> logger)
    : IPeriodicWork
{
    const int BatchSize = 200;

    public static string Name => "payment-reconciler";

    public async Task RunAsync(CancellationToken ct)
    {
        await VoidNeverOpenedAsync(ct);
        var leftovers = await Leftovers().Where(a => a.CheckoutId != null).OrderBy(a => a.CreatedAt).Select(a => a.CheckoutId!).Take(BatchSize).ToListAsync(ct);
        foreach (var checkoutId in leftovers)
        {
            try
            {
                await settlement.SettleAsync(checkoutId, finish: null, ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                logger.LogError(failure, "Checkout {Checkout} could not be settled and is tried again", checkoutId);
            }
        }
    }

    /// <summary>
    /// The call that should have made the checkout got no answer. If it made one all the same, nobody was sent there, it ends with the
    /// booking's time, and its notifications find this attempt by reference.
    /// </summary>
    Task<int> VoidNeverOpenedAsync(CancellationToken ct) => Leftovers()
        .Where(a => a.CheckoutId == null)
        .ExecuteUpdateAsync(a => a.SetProperty(attempt => attempt.Status, PaymentAttemptStatus.Voided), ct);

    IQueryable<PaymentAttempt> Leftovers()
    {
        var now = time.GetUtcNow();
        return
            from attempt in context.PaymentAttempts
            where attempt.Status == PaymentAttemptStatus.Open
            join booking in context.Bookings on attempt.BookingId equals booking.Id
            where booking.Status != BookingStatus.PendingPayment && booking.ExpiresAt <= now
            select attempt;
    }
}
