using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Payments;

/// <summary>Goes on with cancelled showings that still have bookings to end, whoever began and broke off.</summary>
sealed class CancelledShowings(TicketingDbContext context, BookingsOfShowing bookings, ILogger<CancelledShowings> logger) : IPeriodicWork
{
    public static string Name => "cancelled-showings";

    public async Task RunAsync(CancellationToken ct)
    {
        var unfinished = await context.ShowingCancellations.Where(c => c.CompletedAt == null).OrderBy(c => c.RequestedAt).Select(c => c.ShowingId).ToListAsync(ct);
        foreach (var showingId in unfinished)
        {
            try
            {
                await bookings.EndAsync(showingId, ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                logger.LogError(failure, "The bookings of cancelled showing {Showing} could not be ended and are tried again", showingId);
            }
        }
    }
}

/// <summary>Begins with a cancelled showing at once; what it does not get through is left to <see cref="CancelledShowings"/>.</summary>
sealed class ShowingCancelledHandler(BookingsOfShowing bookings, TicketingDbContext context, TimeProvider time) : IMessageHandler<ShowingCancelled>
{
    public async Task HandleAsync(ShowingCancelled message, MessageContext received, CancellationToken ct)
    {
        await bookings.EndAsync(message.ShowingId, ct);
        // Each booking has its own transaction. Doing it all again would find nothing to do; the row is for the replay after a region's loss.
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        await context.TryRecordAsync(received, time.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
    }
}
