using Npgsql;

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

    public static async Task<IReadOnlyList<Violation>> FindAsync(NpgsqlDataSource database, long[] rooms, CancellationToken ct)
    {
        var violations = new List<Violation>();
        foreach (var query in All)
        {
            await using var command = database.CreateCommand(query);
            command.Parameters.Add(new NpgsqlParameter { Value = rooms });
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
                violations.Add(new Violation(8, rows.GetString(0)));
        }

        return violations;
    }
}
