using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Payments;

/// <summary>
/// Issues the tickets of a booking anew that has another address, and has them mailed there. Those that went to the former one are on no
/// list of live tickets any more, so their codes let nobody in.
/// </summary>
sealed class BookingReaddressedHandler(TicketingDbContext context, TicketIssue tickets, TicketKeyPublication ticketKey, TimeProvider time)
    : IMessageHandler<BookingReaddressed>
{
    public async Task HandleAsync(BookingReaddressed message, MessageContext received, CancellationToken ct)
    {
        await ticketKey.EnsureAsync(context, ct);
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        var now = time.GetUtcNow();
        if (!await context.TryRecordAsync(received, now, ct))
            return;

        await context.LockBookingAsync(message.BookingId, ct);
        var booking = await context.Bookings.AsNoTracking().AsSingleQuery()
            .Include(b => b.Showing).Include(b => b.Seats).ThenInclude(s => s.Seat)
            .SingleAsync(b => b.Id == message.BookingId, ct);
        // Else it has been moved on, which its own message follows, or has no ticket any more.
        if (booking.Status == BookingStatus.Confirmed && booking.LinkVersion == message.LinkVersion)
        {
            foreach (var ticket in tickets.For(booking, now))
                await ReplaceAsync(ticket, ct);
            context.Enqueue(new MailResendRequested(Guid.CreateVersion7(now), booking.Id, nameof(MailKind.Ticket)), now);
        }

        await context.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A given-back one stays as it is.</summary>
    Task<int> ReplaceAsync(Ticket ticket, CancellationToken ct) => context.Database.ExecuteSqlAsync(
        $"""
        UPDATE tickets SET id = {ticket.Id}, code = {ticket.Code}, issued_at = {ticket.IssuedAt}
        WHERE booking_seat_id = {ticket.BookingSeatId} AND cancelled_at IS NULL
        """,
        ct);
}
