using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;

namespace Ticketing.SeatHolds.WaitingRooms.Places;

/// <summary>
/// Numbers that were thought to be lost with a Redis, and whose customers have shown their tokens. Numbers are handed out in rising
/// order, so whoever comes with one of a run's proves that it was handed out, and all below it: the run begins after it.
/// </summary>
sealed class FoundPlaces(IServiceScopeFactory scopes)
{
    readonly ConcurrentDictionary<(long Room, int Run), long> highest = new();

    /// <summary>Costs next to nothing where nothing was lost.</summary>
    public void Saw(ActiveWaitingRoom room, long number)
    {
        if (room.LostRunOf(number) is >= 0 and var run)
            highest.AddOrUpdate((room.Id, run), number, (_, known) => Math.Max(known, number));
    }

    public async Task SaveAsync(CancellationToken ct)
    {
        foreach (var found in highest)
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
            // Runs are only ever added at the end, so that each keeps its index; PostgreSQL counts from 1.
            var ((room, run), number) = found;
            await database.Database.ExecuteSqlAsync(
                $"""
                UPDATE waiting_rooms SET holes[{run * 2 + 1}] = greatest(holes[{run * 2 + 1}], {number + 1})
                WHERE id = {room} AND holes[{run * 2 + 2}] > {number}
                """, ct);
            highest.TryRemove(found);
        }
    }
}
