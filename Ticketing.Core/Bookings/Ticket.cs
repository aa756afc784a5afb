using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Bookings;

/// <summary>The right to one seat of a showing.</summary>
public sealed class Ticket
{
    public required Guid Id { get; init; }
    public Guid BookingId { get; init; }
    public required long BookingSeatId { get; init; }

    /// <summary>What the QR code says: signed, so that the door can check it without the network.</summary>
    public required string Code { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }
    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>What gives its price back, once it is cancelled.</summary>
    public Guid? RefundId { get; private set; }

    internal void Cancel(Guid refundId, DateTimeOffset now)
    {
        CancelledAt = now;
        RefundId = refundId;
    }
}

/// <summary>Tickets given back, whoever gives them back: what is written, and who is told.</summary>
public static class TicketReturn
{
    /// <summary>
    /// <see cref="Booking.GiveBack"/> with its messages: seats become free in Redis, the customer gets a mail, the provider is asked for
    /// the money. Written by the context's next <c>SaveChanges</c>; the caller has the booking locked and its seats loaded with their places.
    /// </summary>
    public static Refund GiveBack(
        this TicketingDbContext context, Booking booking, IReadOnlyCollection<BookingSeat> seats, RefundReason reason, Actor by, string why, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(booking);
        var refund = booking.GiveBack(seats, reason, by, why, now);
        // Its id is set, so EF would take it for a row that is there.
        context.Refunds.Add(refund);
        var isWhole = booking.Status == BookingStatus.Cancelled;
        context.Enqueue(new TicketsCancelled(booking.Id, booking.ShowingId, Booking.SeatEpochs(seats), refund.Id, reason, isWhole), now);
        context.Enqueue(new RefundRequested(refund.Id), now);
        return refund;
    }
}
