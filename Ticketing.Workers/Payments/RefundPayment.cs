using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments;

/// <summary>
/// Gets a refund paid that was written down with the cancellation: the provider is asked with the refund's id as the key, then the answer
/// is recorded. Whatever a crash leaves in between, asking again pays nothing twice.
/// </summary>
sealed class RefundPayment(
    TicketingDbContext context, IPaymentProvider provider, TimeProvider time, PaymentMetrics metrics, ILogger<RefundPayment> logger)
{
    /// <param name="finish">Joins the transaction in which the refund is completed.</param>
    /// <exception cref="PaymentUnavailableException">The provider gave no answer; recorded, and to be tried again.</exception>
    /// <exception cref="PaymentRejectedException">The provider refused; recorded, and to be tried again, since it owes the money.</exception>
    /// <exception cref="InvalidOperationException">There is no such refund.</exception>
    public async Task PayAsync(Guid refundId, Func<CancellationToken, Task>? finish, CancellationToken ct)
    {
        var asked = await (
            from refund in context.Refunds.AsNoTracking()
            join attempt in context.PaymentAttempts on refund.AttemptId equals attempt.Id
            where refund.Id == refundId
            select new { refund.Status, refund.Amount, attempt.CheckoutId }).SingleOrDefaultAsync(ct)
            ?? throw new InvalidOperationException($"There is no refund {refundId}.");

        if (asked.Status == RefundStatus.Pending)
            await AskAsync(refundId, asked.CheckoutId!, asked.Amount, ct);
        await CompleteAsync(refundId, finish, ct);
    }

    async Task AskAsync(Guid refundId, string checkoutId, long amount, CancellationToken ct)
    {
        try
        {
            await provider.Refund(checkoutId, refundId, amount, ct);
        }
        catch (Exception failure) when (failure is PaymentUnavailableException or PaymentRejectedException)
        {
            metrics.RefundFailed();
            await RecordAsync(refundId, failure.Message, ct);
            throw;
        }
    }

    async Task CompleteAsync(Guid refundId, Func<CancellationToken, Task>? finish, CancellationToken ct)
    {
        context.ChangeTracker.Clear();
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        var bookingId = await context.Refunds.Where(r => r.Id == refundId).Select(r => r.BookingId).SingleAsync(ct);
        await context.LockBookingAsync(bookingId, ct);
        var booking = await context.Bookings.Include(b => b.Refunds).Include(b => b.PaymentAttempts).AsSplitQuery().SingleAsync(b => b.Id == bookingId, ct);
        var refund = booking.Refunds.Single(r => r.Id == refundId);
        if (refund.Status == RefundStatus.Pending)
        {
            var now = time.GetUtcNow();
            booking.CompleteRefund(refund, now);
            context.Enqueue(new RefundCompleted(refund.Id, booking.Id), now);
            metrics.Refunded(refund.Reason);
            logger.LogInformation("Refund {Refund} of {Amount} {Currency} for booking {Booking} was paid", refund.Id, refund.Amount, refund.Currency, booking.Reference);
        }

        if (finish is not null)
            await finish(ct);
        await context.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>So that staff see what is stuck and why.</summary>
    async Task RecordAsync(Guid refundId, string error, CancellationToken ct)
    {
        context.ChangeTracker.Clear();
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        await context.Database.ExecuteSqlAsync($"SELECT FROM refunds WHERE id = {refundId} FOR UPDATE", ct);
        var refund = await context.Refunds.SingleAsync(r => r.Id == refundId, ct);
        if (refund.Status != RefundStatus.Pending)
            return;

        refund.Fail(error, time.GetUtcNow());
        await context.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}

sealed class RefundRequestedHandler(RefundPayment payment, TicketingDbContext context, TimeProvider time) : IMessageHandler<RefundRequested>
{
    public Task HandleAsync(RefundRequested message, MessageContext received, CancellationToken ct) =>
        payment.PayAsync(message.RefundId, finish => context.TryRecordAsync(received, time.GetUtcNow(), finish), ct);
}

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

/// <summary>The section <c>Refunds</c>.</summary>
sealed class RefundOptions
{
    /// <summary>How long an open refund rests before the provider is asked again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(30);
}
