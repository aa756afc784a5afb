using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Seats.Showings;

namespace Ticketing.Core.Seats.Loading;

/// <summary>What PostgreSQL says of a seat that was ever booked: its newest epoch and the booking of it.</summary>
sealed record BookedSeatRow(
    long ShowingId, int Index, long Epoch, bool Live, Guid BookingId, string HoldId, Guid CustomerId, string Status, DateTimeOffset ExpiresAt, string? Network)
{
    bool IsPending => Live && Status is nameof(BookingStatus.PendingPayment) or nameof(BookingStatus.Confirming);

    /// <summary>The epoch as scripts keep it: negative once the seat was given back.</summary>
    long SignedEpoch => Live ? Epoch : -Epoch;

    public static Task<List<BookedSeatRow>> ReadAsync(TicketingDbContext database, long[] showingIds, CancellationToken ct) =>
        // Freed seats too: without their epoch, a late message about the booking that had them would seem new.
        database.Database.SqlQuery<BookedSeatRow>(
            $"""
            SELECT DISTINCT ON (booked.showing_id, booked.seat_id)
                booked.showing_id, seat.index, booked.id AS epoch, booked.freed_at IS NULL AS live,
                booking.id AS booking_id, booking.hold_id, booking.customer_id, booking.status, booking.expires_at, booking.network
            FROM booking_seats AS booked
            JOIN seats AS seat ON seat.id = booked.seat_id
            JOIN bookings AS booking ON booking.id = booked.booking_id
            WHERE booked.showing_id = ANY ({showingIds})
            ORDER BY booked.showing_id, booked.seat_id, booked.freed_at IS NULL DESC, booked.id DESC
            """).ToListAsync(ct);

    /// <summary>
    /// As scripts take them: the number of seats, per seat (index, signed epoch), then per pending booking
    /// (hold, customer, booking, expiry, deadline, network, seats).
    /// </summary>
    public static IEnumerable<RedisValue> Arguments(IReadOnlyList<BookedSeatRow> rows, TimeSpan bookingGrace) =>
    [
        rows.Count,
        .. rows.SelectMany(row => (RedisValue[])[row.Index, row.SignedEpoch]),
        .. rows.Where(row => row.IsPending).GroupBy(row => row.BookingId).SelectMany(booking => HoldOf([.. booking], bookingGrace)),
    ];

    static RedisValue[] HoldOf(IReadOnlyList<BookedSeatRow> seats, TimeSpan bookingGrace)
    {
        var booking = seats[0];
        return
        [
            booking.HoldId,
            ShowingScript.Written(booking.CustomerId),
            ShowingScript.Written(booking.BookingId),
            booking.ExpiresAt.ToUnixTimeMilliseconds(),
            (booking.ExpiresAt + bookingGrace).ToUnixTimeMilliseconds(),
            booking.Network ?? "",
            string.Join(',', seats.Select(seat => seat.Index).Order()),
        ];
    }
}
