using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;

namespace Ticketing.Workers.Payments.Showings;

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
