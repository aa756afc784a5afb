using Npgsql;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Invariants;

/// <summary>What can be told from PostgreSQL alone. Each query lists what is wrong, and nothing if all is well.</summary>
static class DatabaseInvariants
{
    static readonly (int Invariant, string Query)[] All =
    [
        (1, """
            SELECT format('seat %s of showing %s has %s live tickets', seat.seat_id, seat.showing_id, count(*))
            FROM tickets AS ticket JOIN booking_seats AS seat ON seat.id = ticket.booking_seat_id
            WHERE ticket.cancelled_at IS NULL AND seat.showing_id = ANY($1)
            GROUP BY seat.showing_id, seat.seat_id HAVING count(*) > 1
            """),
        (1, """
            SELECT format('seat %s of showing %s is in %s live bookings', seat_id, showing_id, count(*))
            FROM booking_seats WHERE freed_at IS NULL AND showing_id = ANY($1)
            GROUP BY showing_id, seat_id HAVING count(*) > 1
            """),
        (4, """
            SELECT format('booking %s is %s with %s seats, %s of them freed', booking.id, booking.status, count(seat.id), count(seat.freed_at))
            FROM bookings AS booking LEFT JOIN booking_seats AS seat ON seat.booking_id = booking.id
            WHERE booking.showing_id = ANY($1)
            GROUP BY booking.id
            HAVING count(seat.id) = 0 OR CASE
                WHEN booking.status IN ('Expired', 'Refused', 'Cancelled', 'Refunded') THEN count(seat.freed_at) <> count(seat.id)
                -- Single seats may be given back; with the last one it is no longer confirmed.
                WHEN booking.status = 'Confirmed' THEN count(seat.freed_at) = count(seat.id)
                ELSE count(seat.freed_at) <> 0 END
            """),
        (4, """
            SELECT format('booking %s is %s, and its seat %s is %s with %s live tickets',
                booking.id, booking.status, seat.seat_id, CASE WHEN seat.freed_at IS NULL THEN 'taken' ELSE 'free' END, count(ticket.id))
            FROM bookings AS booking
            JOIN booking_seats AS seat ON seat.booking_id = booking.id
            LEFT JOIN tickets AS ticket ON ticket.booking_seat_id = seat.id AND ticket.cancelled_at IS NULL
            WHERE booking.showing_id = ANY($1)
            GROUP BY booking.id, seat.id
            HAVING count(ticket.id) <> CASE WHEN booking.status = 'Confirmed' AND seat.freed_at IS NULL THEN 1 ELSE 0 END
            """),
        (3, """
            SELECT format('showing %s was cancelled, and ticket %s of booking %s is valid', showing.id, ticket.id, ticket.booking_id)
            FROM showings AS showing
            JOIN bookings AS booking ON booking.showing_id = showing.id
            JOIN tickets AS ticket ON ticket.booking_id = booking.id AND ticket.cancelled_at IS NULL
            WHERE showing.cancelled_at IS NOT NULL AND showing.id = ANY($1)
            """),
        (3, """
            SELECT format('refund %s of booking %s is pending, after %s tries: %s', refund.id, refund.booking_id, refund.attempts, refund.last_error)
            FROM refunds AS refund JOIN bookings AS booking ON booking.id = refund.booking_id
            WHERE refund.status = 'Pending' AND booking.showing_id = ANY($1)
            """),
        (2, """
            SELECT format('booking %s of %s was given back %s', booking.id, booking.amount, sum(refund.amount))
            FROM refunds AS refund JOIN bookings AS booking ON booking.id = refund.booking_id
            WHERE booking.showing_id = ANY($1)
            GROUP BY booking.id HAVING sum(refund.amount) > booking.amount
            """),
        (9, """
            SELECT format('booking %s was made at %s, the cut-off was %s', booking.id, booking.created_at, showing.cutoff_at)
            FROM bookings AS booking JOIN showings AS showing ON showing.id = booking.showing_id
            WHERE booking.created_at >= showing.cutoff_at AND booking.showing_id = ANY($1)
            """),
        // A capture that began in time may end a little later.
        (9, """
            SELECT format('ticket %s was issued at %s, the cut-off was %s', ticket.id, ticket.issued_at, showing.cutoff_at)
            FROM tickets AS ticket
            JOIN booking_seats AS seat ON seat.id = ticket.booking_seat_id
            JOIN showings AS showing ON showing.id = seat.showing_id
            WHERE ticket.issued_at >= showing.cutoff_at + interval '2 minutes' AND seat.showing_id = ANY($1)
            """),
    ];

    public static async Task<IReadOnlyList<Violation>> FindAsync(NpgsqlDataSource database, long[] showings, CancellationToken ct)
    {
        var violations = new List<Violation>();
        foreach (var (invariant, query) in All)
            violations.AddRange(await database.ReadAsync(query, showings, row => new Violation(invariant, row.GetString(0)), ct));
        return violations;
    }
}
