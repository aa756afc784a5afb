using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;

namespace Ticketing.SeatHolds.WaitingRooms.Admission;

/// <summary>What is going on inside a room, in one look, so that a turn that is just being taken is counted once.</summary>
/// <param name="Leases">Customers inside.</param>
/// <param name="Claimed">Turns taken, of those from the row's <see cref="WaitingRoomRow.LapsedUpTo"/> on.</param>
/// <param name="LapsedUpTo">Whose position is below this has not come in time.</param>
/// <param name="TurnsTaken">Of the last <see cref="Sample"/> positions below the row's <see cref="WaitingRoomRow.LapsedUpTo"/>: those whose customers came.</param>
/// <param name="Ended">How long visits have lasted, in seconds: a sample of the latest, by when they began.</param>
/// <param name="Running">How long the visits of the same sample that go on have lasted so far.</param>
sealed record Occupancy(int Leases, long Claimed, long LapsedUpTo, long TurnsTaken, double[] Ended, double[] Running)
{
    /// <summary>How many positions and how many visits experience is drawn from.</summary>
    public const int Sample = 1000;

    /// <summary>
    /// Visits are sampled by when they began, not by when they ended: of those that ended lately too many are short. The sample goes
    /// back over two caps of them, so that most have ended; of a big room it is every so many-th, which has nothing to do with their length.
    /// </summary>
    public static async Task<Occupancy> ReadAsync(TicketingDbContext database, WaitingRoomRow row, CancellationToken ct)
    {
        var every = 1 + 2 * row.Cap / Sample;
        return (await database.Database.SqlQuery<Occupancy>(
            $"""
            WITH latest AS (
                SELECT extract(epoch FROM coalesce(ended_at, now()) - claimed_at)::float8 AS seconds, ended_at IS NOT NULL AS has_ended
                FROM waiting_room_leases WHERE room_id = {row.Id} AND place % {every} = 0 ORDER BY position DESC LIMIT {Sample})
            SELECT
                (SELECT count(*)::int FROM waiting_room_leases WHERE room_id = {row.Id} AND ended_at IS NULL) AS leases,
                (SELECT count(*) FROM waiting_room_leases WHERE room_id = {row.Id} AND position >= {row.LapsedUpTo}) AS claimed,
                greatest({row.LapsedUpTo}, (SELECT max(up_to) FROM waiting_room_admissions
                    WHERE room_id = {row.Id} AND lapses_at <= now())) AS lapsed_up_to,
                (SELECT count(*) FROM waiting_room_leases
                    WHERE room_id = {row.Id} AND position >= {row.LapsedUpTo - Sample} AND position < {row.LapsedUpTo}) AS turns_taken,
                ARRAY(SELECT seconds FROM latest WHERE has_ended) AS ended,
                ARRAY(SELECT seconds FROM latest WHERE NOT has_ended) AS running
            """).ToListAsync(ct)).Single();
    }
}
