using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Database;

namespace Ticketing.SeatHolds.WaitingRooms.Admission;

/// <summary>Forgets who was in rooms that ended long ago, and when: rows per customer must not pile up. The rooms' own rows stay.</summary>
sealed class EndedWaitingRooms(IServiceScopeFactory scopes, IOptions<WaitingRoomOptions> options, TimeProvider clock)
{
    /// <summary>What one statement deletes at most, so that it never holds up a step for long.</summary>
    const int Batch = 5_000;

    static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    long? prunedAt;

    /// <summary>Does nothing where it has just been done.</summary>
    public async Task PruneAsync(CancellationToken ct)
    {
        if (prunedAt is { } last && clock.GetElapsedTime(last) < Interval)
            return;

        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        var deleted = await database.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM waiting_room_leases WHERE id IN (
                SELECT lease.id FROM waiting_room_leases AS lease JOIN waiting_rooms AS room ON room.id = lease.room_id
                WHERE room.ended_at < now() - {options.Value.KeptFor} LIMIT {Batch} FOR UPDATE OF lease SKIP LOCKED)
            """, ct);
        deleted += await database.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM waiting_room_admissions WHERE id IN (
                SELECT step.id FROM waiting_room_admissions AS step JOIN waiting_rooms AS room ON room.id = step.room_id
                WHERE room.ended_at < now() - {options.Value.KeptFor} LIMIT {Batch} FOR UPDATE OF step SKIP LOCKED)
            """, ct);
        // With more to do, the next step goes on.
        if (deleted < Batch)
            prunedAt = clock.GetTimestamp();
    }
}
