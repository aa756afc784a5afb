using System.Collections.Frozen;

namespace Ticketing.SeatHolds.WaitingRooms;

/// <summary>All waiting rooms that are on, in memory: what polls and the gate look at.</summary>
sealed class Rooms(TimeProvider clock)
{
    volatile Snapshot? snapshot;

    /// <summary>False until PostgreSQL has been asked once.</summary>
    public bool AreKnown => snapshot is not null;

    public ICollection<Room> All => snapshot?.ById.Values ?? [];

    public Room? Find(long roomId) => snapshot is { } known && known.ById.TryGetValue(roomId, out var room) ? room : null;

    /// <summary>The room before a showing: its own, else its film's, else none.</summary>
    public Room? Before(long showingId) => snapshot is { } known && known.ByShowing.TryGetValue(showingId, out var room) ? room : null;

    /// <summary>Now by PostgreSQL's clock, as far as this process can tell: what it said last and the time gone by since.</summary>
    public DateTimeOffset Now => snapshot is { Said: { } said } known ? said + clock.GetElapsedTime(known.At) : clock.GetUtcNow();

    public void Replace(IReadOnlyCollection<RoomRow> rows)
    {
        var byId = rows.ToFrozenDictionary(row => row.Id, row => new Room(row, Find(row.Id)));
        var byShowing = new Dictionary<long, Room>();
        foreach (var room in byId.Values.OrderBy(room => room.Row.FilmId is null))
        {
            foreach (var showing in room.Row.Showings)
                byShowing[showing] = room;
        }

        snapshot = new Snapshot(byId, byShowing.ToFrozenDictionary(), rows.FirstOrDefault()?.Now, clock.GetTimestamp());
    }

    sealed record Snapshot(FrozenDictionary<long, Room> ById, FrozenDictionary<long, Room> ByShowing, DateTimeOffset? Said, long At);
}
