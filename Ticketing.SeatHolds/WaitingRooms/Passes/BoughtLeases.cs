using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.SeatHolds.WaitingRooms.Passes;

/// <summary>
/// Who has bought is no longer inside. A lease taken after the purchase is another visit: the inbox, not a comparison of our clock
/// with PostgreSQL's, keeps doubles of the message from ending it.
/// </summary>
sealed class BoughtLeases(TicketingDbContext database, TimeProvider clock) : IMessageHandler<BookingConfirmed>
{
    public async Task HandleAsync(BookingConfirmed message, MessageContext context, CancellationToken ct)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        if (!await database.TryRecordAsync(context, clock.GetUtcNow(), ct))
            return;

        await database.Database.ExecuteSqlAsync(
            $"""
            UPDATE waiting_room_leases AS lease SET ended_at = now(), changed_at = clock_timestamp()
            FROM bookings AS booking
            JOIN showings AS showing ON showing.id = booking.showing_id
            JOIN waiting_rooms AS room ON room.showing_id = showing.id OR room.film_id = showing.film_id
            WHERE booking.id = {message.BookingId} AND lease.room_id = room.id AND lease.customer_id = booking.customer_id AND lease.ended_at IS NULL
            """, ct);
        await transaction.CommitAsync(ct);
    }
}
