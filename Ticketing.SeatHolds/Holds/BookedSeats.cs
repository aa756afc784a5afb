using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Messaging;
using Ticketing.Core.Seats.Loading;
using Ticketing.SeatHolds.SeatMap;

namespace Ticketing.SeatHolds.Holds;

/// <summary>Keeps seats in step with their bookings. Epochs make doubles and disorder harmless, so it needs no inbox.</summary>
sealed class BookedSeats(SeatStateStore seats) :
    IMessageHandler<BookingConfirmed>, IMessageHandler<BookingExpired>, IMessageHandler<BookingRefused>, IMessageHandler<TicketsCancelled>
{
    public Task HandleAsync(BookingConfirmed message, MessageContext context, CancellationToken ct) =>
        seats.MarkSoldAsync(message.ShowingId, message.BookingId, message.Seats, ct);

    public Task HandleAsync(BookingExpired message, MessageContext context, CancellationToken ct) =>
        seats.MarkFreeAsync(message.ShowingId, message.BookingId, message.Seats, ct);

    public Task HandleAsync(BookingRefused message, MessageContext context, CancellationToken ct) =>
        seats.MarkFreeAsync(message.ShowingId, message.BookingId, message.Seats, ct);

    public Task HandleAsync(TicketsCancelled message, MessageContext context, CancellationToken ct) =>
        seats.MarkFreeAsync(message.ShowingId, message.BookingId, message.Seats, ct);
}

static class BookedSeatsExtensions
{
    public static void AddBookedSeats(this WebApplicationBuilder builder)
    {
        builder.AddConsumer<BookingConfirmed, BookedSeats>(Queues.SeatHolds);
        builder.AddConsumer<BookingExpired, BookedSeats>(Queues.SeatHolds);
        builder.AddConsumer<BookingRefused, BookedSeats>(Queues.SeatHolds);
        builder.AddConsumer<TicketsCancelled, BookedSeats>(Queues.SeatHolds);
        builder.AddConsumer<ShowingCancelled, StoppedSales>(Queues.SeatHolds);
    }
}

/// <summary>Tells Redis that a showing was cancelled, by reading anew what PostgreSQL says of it: nothing is held there any more.</summary>
sealed class StoppedSales(SeatReconciliation reconciliation, SeatStateStore seats) : IMessageHandler<ShowingCancelled>
{
    public async Task HandleAsync(ShowingCancelled message, MessageContext context, CancellationToken ct)
    {
        await reconciliation.ReconcileAsync(message.ShowingId, ct);
        // Where Redis has lost the showing it is loaded by this, which is told to whoever still shows it on sale.
        await seats.ReadAsync(message.ShowingId, ct);
    }
}
