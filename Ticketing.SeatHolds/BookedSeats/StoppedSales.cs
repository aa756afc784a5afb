using Ticketing.Core.Catalogue;
using Ticketing.Core.Messaging;
using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.BookedSeats;

/// <summary>Tells Redis that a showing was cancelled, by reading anew what PostgreSQL says of it: nothing is held there any more.</summary>
sealed class StoppedSales(SeatReconciliation seats) : IMessageHandler<ShowingCancelled>
{
    public Task HandleAsync(ShowingCancelled message, MessageContext context, CancellationToken ct) =>
        seats.ReconcileAsync(message.ShowingId, ct);
}
