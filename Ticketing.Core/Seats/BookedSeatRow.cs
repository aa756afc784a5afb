using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;

namespace Ticketing.Core.Seats;

/// <summary>What PostgreSQL says of a seat that was ever booked: its newest epoch and the booking of it.</summary>
sealed record BookedSeatRow(int Index, long Epoch, bool Live, Guid BookingId, string HoldId, Guid CustomerId, string Status, DateTimeOffset ExpiresAt)
{
    public bool IsPending => Live && Status is nameof(BookingStatus.PendingPayment) or nameof(BookingStatus.Confirming);

    /// <summary>The epoch as scripts keep it: negative once the seat was given back.</summary>
    public long SignedEpoch => Live ? Epoch : -Epoch;

    public static Task<List<BookedSeatRow>> ReadAsync(TicketingDbContext database, long showingId, CancellationToken ct) =>
        // Freed seats too: without their epoch, a late message about the booking that had them would seem new.
        database.Database.SqlQuery<BookedSeatRow>(
            $"""
            SELECT DISTINCT ON (booked.seat_id)
                seat.index, booked.id AS epoch, booked.freed_at IS NULL AS live,
                booking.id AS booking_id, booking.hold_id, booking.customer_id, booking.status, booking.expires_at
            FROM booking_seats AS booked
            JOIN seats AS seat ON seat.id = booked.seat_id
            JOIN bookings AS booking ON booking.id = booked.booking_id
            WHERE booked.showing_id = {showingId}
            ORDER BY booked.seat_id, booked.freed_at IS NULL DESC, booked.id DESC
            """).ToListAsync(ct);
}
