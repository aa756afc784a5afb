using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments;

/// <summary>
/// Ends the bookings of a cancelled showing, each in a transaction of its own: tickets are given back, unpaid bookings end and their
/// checkouts are closed. What is left to do stands in the bookings, so it goes on wherever it was broken off.
/// </summary>
sealed class BookingsOfShowing(TicketingDbContext context, TimeProvider time, ILogger<BookingsOfShowing> logger)
{
    const int BatchSize = 100;

    /// <summary>Bookings that are just being captured are left to their settlement, and to the next run.</summary>
    public async Task EndAsync(long showingId, CancellationToken ct)
    {
        var cancellation = await context.ShowingCancellations.AsNoTracking().SingleOrDefaultAsync(c => c.ShowingId == showingId, ct)
            ?? throw new InvalidOperationException($"Showing {showingId} is not cancelled.");
        ExceptionDispatchInfo? failure = null;
        for (var after = Guid.Empty; ;)
        {
            var batch = await context.Bookings
                .Where(b => b.ShowingId == showingId && b.Id > after)
                .Where(b => b.Status == BookingStatus.PendingPayment || b.Status == BookingStatus.Confirmed)
                .OrderBy(b => b.Id).Select(b => b.Id).Take(BatchSize).ToListAsync(ct);
            foreach (var bookingId in batch)
            {
                var failed = await TryEndAsync(bookingId, cancellation, ct);
                failure ??= failed;
            }

            if (batch.Count < BatchSize)
                break;

            after = batch[^1];
        }

        failure?.Throw();
        await CompleteAsync(showingId, ct);
    }

    /// <summary>One booking that cannot be ended keeps nobody else from their money.</summary>
    async Task<ExceptionDispatchInfo?> TryEndAsync(Guid bookingId, ShowingCancellation cancellation, CancellationToken ct)
    {
        try
        {
            await EndAsync(bookingId, cancellation, ct);
            return null;
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            logger.LogError(failure, "Booking {Booking} of cancelled showing {Showing} could not be ended and is tried again", bookingId, cancellation.ShowingId);
            return ExceptionDispatchInfo.Capture(failure);
        }
    }

    async Task EndAsync(Guid bookingId, ShowingCancellation cancellation, CancellationToken ct)
    {
        context.ChangeTracker.Clear();
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        await context.LockBookingAsync(bookingId, ct);
        var booking = await context.Bookings.AsSplitQuery()
            .Include(b => b.Seats).ThenInclude(s => s.Seat).Include(b => b.Tickets).Include(b => b.PaymentAttempts)
            .SingleAsync(b => b.Id == bookingId, ct);
        var now = time.GetUtcNow();
        if (booking.Status == BookingStatus.Confirmed)
            context.GiveBack(booking, [.. booking.LiveSeats], RefundReason.ShowingCancelled, By(cancellation), BookingReasons.ShowingCancelled, now);
        else if (booking.Status == BookingStatus.PendingPayment)
            Refuse(booking, cancellation, now);

        await context.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    void Refuse(Booking booking, ShowingCancellation cancellation, DateTimeOffset now)
    {
        booking.Refuse(By(cancellation), BookingReasons.ShowingCancelled, now);
        context.Enqueue(new BookingRefused(booking.Id, booking.ShowingId, booking.SeatEpochs()), now);
        // Settling a checkout whose booking has ended closes it, or lets go of what was authorised.
        foreach (var attempt in booking.PaymentAttempts.Where(a => a is { Status: PaymentAttemptStatus.Open, CheckoutId: not null }))
            context.Enqueue(new PaymentNotified(attempt.CheckoutId!), now);
    }

    async Task CompleteAsync(long showingId, CancellationToken ct)
    {
        var completed = await context.ShowingCancellations
            .Where(c => c.ShowingId == showingId && c.CompletedAt == null && !context.Bookings.Any(b => b.ShowingId == showingId
                && (b.Status == BookingStatus.PendingPayment || b.Status == BookingStatus.Confirming || b.Status == BookingStatus.Confirmed)))
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.CompletedAt, time.GetUtcNow()), ct);
        if (completed > 0)
            logger.LogInformation("The cancellation of showing {Showing} is through", showingId);
    }

    static Actor By(ShowingCancellation cancellation) => Actor.Named(cancellation.RequestedBy);
}
