using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Payments;

/// <summary>
/// Ends bookings whose time to pay is over and gives their seats back. Their checkouts are closed afterwards, by
/// <see cref="PaymentReconciler"/>: a provider that is down must not keep seats from being sold, and what is paid too late is voided.
/// </summary>
sealed class BookingExpiry(TicketingDbContext context, TimeProvider time, ILogger<BookingExpiry> logger) : IPeriodicWork
{
    const int BatchSize = 100;

    public static string Name => "booking-expiry";

    public async Task RunAsync(CancellationToken ct)
    {
        while (await ExpireBatchAsync(ct) == BatchSize)
            continue;
    }

    async Task<int> ExpireBatchAsync(CancellationToken ct)
    {
        context.ChangeTracker.Clear();
        var now = time.GetUtcNow();
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        // A booking that is being settled at this moment is left to the settlement; if it stays unpaid, the next run finds it.
        var overdue = await context.Database.SqlQuery<Guid>(
            $"""
            SELECT id AS "Value" FROM bookings
            WHERE status = 'PendingPayment' AND expires_at <= {now}
            ORDER BY expires_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED
            """).ToListAsync(ct);
        if (overdue.Count == 0)
            return 0;

        var bookings = await context.Bookings.Where(b => overdue.Contains(b.Id)).Include(b => b.Seats).ThenInclude(s => s.Seat).ToListAsync(ct);
        foreach (var booking in bookings.Where(booking => booking.TryExpire(now)))
            context.Enqueue(new BookingExpired(booking.Id, booking.ShowingId, booking.SeatEpochs()), now);

        await context.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        logger.LogInformation("Expired {Count} unpaid bookings", bookings.Count);
        return overdue.Count;
    }
}
