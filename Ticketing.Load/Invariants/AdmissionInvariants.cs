using Npgsql;
using Ticketing.Load.Stack;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.Load.Invariants;

/// <summary>Nobody inside beyond a room's cap, and everybody in their turn, as PostgreSQL has recorded it.</summary>
static class AdmissionInvariants
{
    static readonly string[] All =
    [
        // Who comes in the instant in which another goes takes that one's place: those who go are counted first.
        """
        SELECT format('room %s had %s customers inside, its cap is %s', inside.room_id, max(inside.customers), room.cap)
        FROM (
            SELECT room_id, sum(step) OVER (PARTITION BY room_id ORDER BY at, step) AS customers
            FROM (
                SELECT room_id, claimed_at AS at, 1 AS step FROM waiting_room_leases
                UNION ALL SELECT room_id, least(ended_at, expires_at), -1 FROM waiting_room_leases) AS moves) AS inside
        JOIN waiting_rooms AS room ON room.id = inside.room_id
        WHERE room.id = ANY($1)
        GROUP BY inside.room_id, room.cap HAVING max(inside.customers) > room.cap
        """,
        // A turn takes its place inside until it lapses or, once its pass is taken, until that ends. Where a Redis was lost it is not
        // known whose turns came.
        """
        SELECT format('room %s had %s turns and customers inside, its cap is %s', taken.room_id, max(taken.places), room.cap)
        FROM (
            SELECT room_id, sum(step) OVER (PARTITION BY room_id ORDER BY at, step) AS places
            FROM (
                SELECT step.room_id, move.at, move.step
                FROM waiting_room_admissions AS step
                CROSS JOIN LATERAL generate_series(step.from_position, step.up_to - 1) AS turn (position)
                LEFT JOIN LATERAL (
                    SELECT max(least(ended_at, expires_at)) AS ends_at FROM waiting_room_leases AS lease
                    WHERE lease.room_id = step.room_id AND lease.position = turn.position) AS visit ON true
                CROSS JOIN LATERAL (VALUES (step.admitted_at, 1), (coalesce(visit.ends_at, step.lapses_at), -1)) AS move (at, step)
                WHERE step.room_id = ANY($1)) AS moves) AS taken
        JOIN waiting_rooms AS room ON room.id = taken.room_id
        WHERE room.holes = '{}'
        GROUP BY taken.room_id, room.cap HAVING max(taken.places) > room.cap
        """,
        """
        SELECT format('room %s let in from position %s after it had let in up to %s', room_id, from_position, before)
        FROM (SELECT room_id, from_position, lag(up_to, 1, 0) OVER (PARTITION BY room_id ORDER BY id) AS before FROM waiting_room_admissions) AS step
        WHERE from_position <> before AND room_id = ANY($1)
        """,
        """
        SELECT format('position %s of room %s took its pass at %s, before its turn', lease.position, lease.room_id, lease.claimed_at)
        FROM waiting_room_leases AS lease
        WHERE lease.room_id = ANY($1) AND NOT EXISTS (
            SELECT FROM waiting_room_admissions AS step
            WHERE step.room_id = lease.room_id AND lease.position >= step.from_position AND lease.position < step.up_to AND step.admitted_at <= lease.claimed_at)
        """,
        """
        SELECT format('position %s of room %s was given to %s customers', position, room_id, count(*))
        FROM waiting_room_leases WHERE room_id = ANY($1)
        GROUP BY room_id, position HAVING count(DISTINCT customer_id) > 1
        """,
    ];

    const string Draws = "SELECT id, seed, early_count FROM waiting_rooms WHERE id = ANY($1) AND seed IS NOT NULL";
    const string Visits = "SELECT room_id, place, position FROM waiting_room_leases WHERE room_id = ANY($1)";

    public static async Task<IReadOnlyList<Violation>> FindAsync(NpgsqlDataSource database, long[] rooms, CancellationToken ct)
    {
        var violations = new List<Violation>(await OutOfOrderAsync(database, rooms, ct));
        foreach (var query in All)
            violations.AddRange(await database.ReadAsync(query, rooms, row => new Violation(8, row.GetString(0)), ct));

        return violations;
    }

    /// <summary>Everybody's position is what the seed says for early comers, and the number for all others.</summary>
    static async Task<IEnumerable<Violation>> OutOfOrderAsync(NpgsqlDataSource database, long[] rooms, CancellationToken ct)
    {
        var draws = (await database.ReadAsync(Draws, rooms, row => (Room: row.GetInt64(0), Early: row.GetInt64(2), Order: new PlaceOrder(row.GetFieldValue<byte[]>(1), row.GetInt64(2))), ct))
            .ToDictionary(draw => draw.Room);
        return
            from visit in await database.ReadAsync(Visits, rooms, row => (Room: row.GetInt64(0), Place: row.GetInt64(1), Position: row.GetInt64(2)), ct)
            let expected = draws.TryGetValue(visit.Room, out var draw) && visit.Place < draw.Early ? draw.Order.PositionOf(visit.Place) : visit.Place
            where visit.Position != expected
            select new Violation(8, $"place {visit.Place} of room {visit.Room} went in at position {visit.Position}, by the draw it is {expected}");
    }
}

/// <summary>Who was told that a booking is confirmed has it still, unless somebody gave it back, which its events then say.</summary>
static class AcknowledgedInvariant
{
    const string Confirmed = """
        SELECT booking.id FROM bookings AS booking
        WHERE booking.id = ANY($1) AND (booking.status = 'Confirmed' OR booking.status IN ('Cancelled', 'Refunded')
            AND EXISTS (SELECT FROM booking_events AS event WHERE event.booking_id = booking.id AND event.to_status = 'Cancelled'))
        """;

    public static async Task<IReadOnlyList<Violation>> FindAsync(NpgsqlDataSource database, IReadOnlyCollection<Guid> acknowledged, CancellationToken ct)
    {
        var confirmed = (await database.ReadAsync(Confirmed, acknowledged.ToArray(), row => row.GetGuid(0), ct)).ToHashSet();
        return [.. acknowledged.Where(booking => !confirmed.Contains(booking)).Select(booking => new Violation(6, $"booking {booking} was said to be confirmed, and is not"))];
    }
}
