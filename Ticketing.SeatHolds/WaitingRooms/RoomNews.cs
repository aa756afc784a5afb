using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;
using Ticketing.SeatHolds.WaitingRooms.Passes;

namespace Ticketing.SeatHolds.WaitingRooms;

/// <summary>Brings a replica's memory up to date with PostgreSQL.</summary>
sealed class RoomNews(IServiceScopeFactory scopes, Rooms rooms, Leases leases)
{
    /// <summary>A transaction that began before another may commit after it: news are asked for with this overlap.</summary>
    static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    public async Task ReadAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        var rows = await database.Database.SqlQueryRaw<RoomRow>(RoomRow.Select).ToListAsync(ct);
        // First the leases: a room that is known without them would take those who are inside for lapsed.
        if (rows is [{ Now: var now }, ..])
            leases.Learn(await ReadLeasesAsync(database, leases.KnownUpTo == default ? default : leases.KnownUpTo - Overlap, ct), now);
        rooms.Replace(rows);
    }

    static Task<List<Lease>> ReadLeasesAsync(TicketingDbContext database, DateTimeOffset since, CancellationToken ct) =>
        database.Database.SqlQuery<Lease>(
            $"""
            SELECT id, room_id, customer_id, place, claimed_at, expires_at, ended_at IS NOT NULL AS ended, changed_at
            FROM waiting_room_leases
            WHERE changed_at >= {since} AND expires_at > now() - interval '15 minutes'
            """).ToListAsync(ct);
}
