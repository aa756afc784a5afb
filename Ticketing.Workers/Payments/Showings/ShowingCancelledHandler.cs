using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Payments.Showings;

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
