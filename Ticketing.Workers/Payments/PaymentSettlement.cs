using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Faults;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments;

/// <summary>Something happened to a checkout: ask the provider what, and act on that.</summary>
sealed class PaymentNotifiedHandler(PaymentSettlement settlement, TicketingDbContext context, TimeProvider time)
    : IMessageHandler<PaymentNotified>
{
    // A double does no harm (settling is idempotent); the inbox row tells a replay which messages were never done.
    public Task HandleAsync(PaymentNotified message, MessageContext received, CancellationToken ct) =>
        settlement.SettleAsync(message.CheckoutId, finish => context.TryRecordAsync(received, time.GetUtcNow(), finish), ct);
}

/// <summary>
/// Brings a booking in line with what the provider says of its payment: one transaction decides the next step, one call to the
/// provider takes it, and the provider's answer is the truth for the next round. Nothing is remembered between rounds but what is
/// in the database, so a crash anywhere is resumed by starting again.
/// </summary>
sealed class PaymentSettlement(
    TicketingDbContext context, IPaymentProvider provider, SettlementRules rules, TicketKeyPublication ticketKey,
    IOptions<SeatLimitOptions> limit, PaymentMetrics metrics, FaultPoints faults, ILogger<PaymentSettlement> logger)
{
    // Void or capture, then refund: more rounds mean that the provider contradicts itself.
    const int MaxRounds = 5;

    /// <param name="finish">Joins the last transaction, in which nothing is left to do.</param>
    /// <exception cref="PaymentUnavailableException">The provider gave no answer; to be tried again.</exception>
    /// <exception cref="InvalidOperationException">The provider has no such checkout, or it is not one of ours.</exception>
    public async Task SettleAsync(string checkoutId, Func<CancellationToken, Task>? finish, CancellationToken ct)
    {
        var checkout = await FindAsync(checkoutId, ct);
        var attemptId = Guid.TryParse(checkout.Reference, out var id) ? id : throw Foreign(checkout);

        await ticketKey.EnsureAsync(context, ct);
        for (var round = 0; round < MaxRounds; round++)
        {
            var step = await AdvanceAsync(checkout, attemptId, finish, ct);
            if (step == SettlementStep.None)
                return;

            checkout = await TakeAsync(step, checkout, attemptId, ct);
        }

        throw new InvalidOperationException($"Checkout {checkoutId} is {checkout.Status} and still not settled after {MaxRounds} rounds.");
    }

    async Task<SettlementStep> AdvanceAsync(Checkout checkout, Guid attemptId, Func<CancellationToken, Task>? finish, CancellationToken ct)
    {
        context.ChangeTracker.Clear();
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        var bookingId = await context.PaymentAttempts.Where(a => a.Id == attemptId).Select(a => (Guid?)a.BookingId).SingleOrDefaultAsync(ct)
            ?? throw Foreign(checkout);
        // Every settlement and expiry of a booking waits here for the one before it.
        await context.LockBookingAsync(bookingId, ct);
        var booking = await context.Bookings.AsSingleQuery()
            .Include(b => b.Showing).Include(b => b.Seats).ThenInclude(s => s.Seat).Include(b => b.PaymentAttempts).Include(b => b.Refunds)
            .SingleAsync(b => b.Id == bookingId, ct);
        var attempt = booking.PaymentAttempts.Single(a => a.Id == attemptId);
        if ((attempt.CheckoutId ??= checkout.Id) != checkout.Id)
            throw Foreign(checkout);

        if (checkout.Url is not "")
            attempt.CheckoutUrl ??= checkout.Url;
        var before = attempt.Status;
        if (checkout.Status is CheckoutStatus.Authorized or CheckoutStatus.Captured && !await IsWithinSeatLimitAsync(booking, ct))
            rules.Refuse(booking);
        var step = rules.Advance(booking, attempt, checkout);
        if (step == SettlementStep.None && finish is not null)
            await finish(ct);
        await context.SaveChangesAsync(ct);
        await faults.ReachAsync(FaultPoint.SettleBeforeCommit, ct);
        await transaction.CommitAsync(ct);
        await faults.ReachAsync(FaultPoint.SettleAfterCommit, ct);

        if (attempt.Status != before)
        {
            metrics.Settled(attempt.Status);
            if (ActivityContext.TryParse(attempt.TraceParent, traceState: null, isRemote: true, out var begun))
                Activity.Current?.AddLink(new ActivityLink(begun));
        }

        return step;
    }

    /// <summary>Whether a booking that is about to be paid leaves its address within the limit; of several at once, one after the other is judged.</summary>
    async Task<bool> IsWithinSeatLimitAsync(Booking booking, CancellationToken ct)
    {
        if (booking.Status != BookingStatus.PendingPayment)
            return true;

        await context.LockAsync([AddressSeats.LockName(booking.ShowingId, booking.NormalizedEmail)], ct);
        var paid = await context.PaidByAddressAsync(booking.ShowingId, booking.NormalizedEmail, booking.Id, ct);
        return paid + booking.LiveSeats.Count() <= limit.Value.SeatLimit;
    }

    async Task<Checkout> TakeAsync(SettlementStep step, Checkout checkout, Guid attemptId, CancellationToken ct)
    {
        try
        {
            return step switch
            {
                SettlementStep.Capture => await CaptureAsync(checkout, attemptId, ct),
                SettlementStep.Void => await provider.Cancel(checkout.Id, attemptId, ct),
                // What became no ticket at all goes back in one refund, which needs no id of its own.
                SettlementStep.Refund => await provider.Refund(checkout.Id, attemptId, checkout.Kept, ct),
                _ => throw new ArgumentOutOfRangeException(nameof(step), step, null),
            };
        }
        catch (PaymentRejectedException refused) when (refused.Code == PaymentRejectedException.InvalidState)
        {
            // Something happened to the checkout since we looked: look again.
            return await FindAsync(checkout.Id, ct);
        }
        catch (PaymentRejectedException refused) when (step == SettlementStep.Capture)
        {
            // It would be refused again, however often it is tried: let the money go, and the next round frees the seats.
            logger.LogWarning(refused, "The capture of checkout {Checkout} was refused and is given up", checkout.Id);
            return await TakeAsync(SettlementStep.Void, checkout, attemptId, ct);
        }
    }

    async Task<Checkout> CaptureAsync(Checkout checkout, Guid attemptId, CancellationToken ct)
    {
        await faults.ReachAsync(FaultPoint.CaptureBefore, ct);
        var captured = await provider.Capture(checkout.Id, attemptId, checkout.Amount, ct);
        await faults.ReachAsync(FaultPoint.CaptureAfter, ct);
        return captured;
    }

    async Task<Checkout> FindAsync(string checkoutId, CancellationToken ct) =>
        await provider.Find(checkoutId, ct) ?? throw new InvalidOperationException($"The provider has no checkout {checkoutId}.");

    static InvalidOperationException Foreign(Checkout checkout) =>
        new($"Checkout {checkout.Id} with reference {checkout.Reference} belongs to no payment attempt of ours.");
}
