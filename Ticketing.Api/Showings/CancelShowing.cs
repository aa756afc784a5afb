using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Seats;
using Ticketing.Core.Seats.Loading;

namespace Ticketing.Api.Showings;

/// <summary>
/// Stops the sale of a showing for good. Its bookings are given back one by one by the payments role, which the message starts and
/// whose periodic job goes on with it after a crash.
/// </summary>
sealed class CancelShowing(
    TicketingDbContext context, SeatReconciliation seatsInRedis, TimeProvider time, ILogger<CancelShowing> logger)
{
    /// <summary>False if there is no such showing.</summary>
    public async Task<bool> RunAsync(long showingId, string reason, Guid staffId, CancellationToken ct)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        await context.LockAsync([$"showing/{showingId}/cancellation"], ct);
        if (await context.Showings.SingleOrDefaultAsync(s => s.Id == showingId, ct) is not { } showing)
            return false;

        var now = time.GetUtcNow();
        if (!await context.ShowingCancellations.AnyAsync(c => c.ShowingId == showingId, ct))
        {
            showing.CancelledAt ??= now;
            context.ShowingCancellations.Add(new ShowingCancellation
            {
                ShowingId = showingId,
                Reason = reason,
                RequestedBy = Actor.Staff(staffId).ToString(),
                RequestedAt = now,
            });
            context.Enqueue(new ShowingCancelled(showingId), now);
            await context.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        await StopHoldsAsync(showingId);
        return true;
    }

    /// <summary>At once; should it fail, the message to seat-holds does the same a moment later.</summary>
    async Task StopHoldsAsync(long showingId)
    {
        try
        {
            await seatsInRedis.ReconcileAsync(showingId, CancellationToken.None);
        }
        catch (SeatHoldsUnavailableException away)
        {
            logger.LogWarning(away, "Redis could not be told that showing {Showing} is cancelled", showingId);
        }
    }
}
