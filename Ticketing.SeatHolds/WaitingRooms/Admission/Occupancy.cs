using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;

namespace Ticketing.SeatHolds.WaitingRooms.Admission;

/// <summary>What is going on inside a room, in one look, so that a turn that is just being taken is counted once.</summary>
/// <param name="Leases">Customers inside.</param>
/// <param name="Claimed">Turns taken, of those from the row's <see cref="RoomRow.LapsedUpTo"/> on.</param>
/// <param name="LapsedUpTo">Whose position is below this has not come in time.</param>
/// <param name="Visits">Stays that have ended lately, at most 200.</param>
/// <param name="VisitSeconds">Their lengths together.</param>
sealed record Occupancy(int Leases, long Claimed, long LapsedUpTo, int Visits, double VisitSeconds)
{
    public static async Task<Occupancy> ReadAsync(TicketingDbContext database, RoomRow row, WaitingRoomOptions options, CancellationToken ct) =>
        (await database.Database.SqlQuery<Occupancy>(
            $"""
            SELECT
                (SELECT count(*)::int FROM waiting_room_leases WHERE room_id = {row.Id} AND ended_at IS NULL) AS leases,
                (SELECT count(*) FROM waiting_room_leases WHERE room_id = {row.Id} AND position >= {row.LapsedUpTo}) AS claimed,
                greatest({row.LapsedUpTo}, (SELECT max(up_to) FROM waiting_room_admissions
                    WHERE room_id = {row.Id} AND admitted_at <= now() - {options.UnclaimedAfter})) AS lapsed_up_to,
                visits.visits, visits.visit_seconds
            FROM (SELECT count(*)::int AS visits, coalesce(sum(extract(epoch FROM ended_at - claimed_at)), 0)::float8 AS visit_seconds
                FROM (SELECT claimed_at, ended_at FROM waiting_room_leases
                    WHERE room_id = {row.Id} AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 200) AS recent) AS visits
            """).ToListAsync(ct)).Single();
}
