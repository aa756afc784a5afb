using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Database;

namespace Ticketing.SeatHolds.WaitingRooms.Admission;

/// <summary>Counts requests for holds by showing, and puts a waiting room before a showing that gets more than it should.</summary>
sealed class BusyShowings(IServiceScopeFactory scopes, ActiveWaitingRooms rooms, IOptions<WaitingRoomOptions> options, TimeProvider clock)
{
    readonly int threshold = options.Value.AutomaticAbove;
    ConcurrentDictionary<long, Count> counts = new();
    long since = clock.GetTimestamp();

    public void Saw(long showingId)
    {
        if (threshold > 0)
            Interlocked.Increment(ref counts.GetOrAdd(showingId, static _ => new Count()).Requests);
    }

    /// <summary>Acts on what was seen, once a second at most, and begins to count anew.</summary>
    public async Task ReportAsync(CancellationToken ct)
    {
        var seconds = clock.GetElapsedTime(since).TotalSeconds;
        // Steps that were late come close together: two requests between two of them are no crowd.
        if (threshold == 0 || seconds < 1)
            return;

        since = clock.GetTimestamp();
        var seen = Interlocked.Exchange(ref counts, new());
        foreach (var (showingId, count) in seen)
        {
            var perSecond = count.Requests / seconds;
            if (perSecond > threshold && rooms.Before(showingId) is null)
                await StartAsync(showingId, ct);
            // With a room before it, half the load that brought the room keeps it.
            else if (perSecond > threshold / 2.0 && rooms.Before(showingId) is { } room)
                await KeepAsync(room.Id, ct);
        }
    }

    /// <summary>However many replicas notice at once: one room. Staff's word goes first, also when it is that there shall be none.</summary>
    async Task StartAsync(long showingId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        var (cap, rate) = (options.Value.AutomaticCap, options.Value.AutomaticRate);
        await database.Database.ExecuteSqlAsync(
            $"""
            WITH showing AS (
                SELECT id, film_id FROM showings WHERE id = {showingId} AND cutoff_at > now() AND cancelled_at IS NULL),
            prepared AS (
                UPDATE waiting_rooms AS room SET started_at = now(), busy_at = now(), updated_at = now() FROM showing
                WHERE (room.showing_id = showing.id OR room.film_id = showing.film_id)
                    AND room.mode = 'Automatic' AND room.started_at IS NULL AND room.ended_at IS NULL)
            INSERT INTO waiting_rooms (showing_id, mode, cap, rate_per_second, started_at)
            SELECT showing.id, 'Automatic', {cap}, {rate}, now() FROM showing
            WHERE NOT EXISTS (SELECT FROM waiting_rooms AS room
                WHERE (room.showing_id = showing.id OR room.film_id = showing.film_id) AND room.ended_at IS NULL)
            ON CONFLICT DO NOTHING
            """, ct);
    }

    async Task KeepAsync(long roomId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        await database.Database.ExecuteSqlAsync($"UPDATE waiting_rooms SET busy_at = now() WHERE id = {roomId}", ct);
    }

    sealed class Count
    {
        public int Requests;
    }
}
