using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.SeatHolds.WaitingRooms.Passes;

/// <summary>
/// Who has bought is no longer inside. A lease taken after the purchase is another visit, so that late and double messages do no
/// harm, and it needs no inbox.
/// </summary>
sealed class BoughtLeases(TicketingDbContext database) : IMessageHandler<BookingConfirmed>
{
    public Task HandleAsync(BookingConfirmed message, MessageContext context, CancellationToken ct) =>
        database.Database.ExecuteSqlAsync(
            $"""
            UPDATE waiting_room_leases AS lease SET ended_at = now(), changed_at = clock_timestamp()
            FROM bookings AS booking
            JOIN showings AS showing ON showing.id = booking.showing_id
            JOIN waiting_rooms AS room ON room.showing_id = showing.id OR room.film_id = showing.film_id
            WHERE booking.id = {message.BookingId} AND lease.room_id = room.id AND lease.customer_id = booking.customer_id
                AND lease.ended_at IS NULL AND lease.claimed_at <= booking.confirmed_at
            """, ct);
}
