using System.Collections.Concurrent;

namespace Ticketing.SeatHolds.WaitingRooms.Passes;

/// <summary>A lease as PostgreSQL told it.</summary>
sealed record Lease(Guid Id, long RoomId, Guid CustomerId, long Place, DateTimeOffset ClaimedAt, DateTimeOffset ExpiresAt, bool Ended, DateTimeOffset ChangedAt);

/// <summary>The newest lease of each customer in each room, in memory; bounded by the rooms' caps and what has ended in a pass's time.</summary>
sealed class Leases
{
    /// <summary>Longer than a turn can wait: until then it matters that a place's lease has been.</summary>
    static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);

    readonly ConcurrentDictionary<(long Room, Guid Customer), Lease> newest = new();

    /// <summary>When the newest of them changed, by PostgreSQL's clock.</summary>
    public DateTimeOffset KnownUpTo { get; private set; }

    public Lease? Find(long roomId, Guid customerId) => newest.GetValueOrDefault((roomId, customerId));

    public void Learn(Lease lease) =>
        newest.AddOrUpdate((lease.RoomId, lease.CustomerId), lease, (_, known) => IsOlder(known, lease) ? lease : known);

    public void Learn(IEnumerable<Lease> news, DateTimeOffset now)
    {
        foreach (var lease in news)
        {
            Learn(lease);
            if (lease.ChangedAt > KnownUpTo)
                KnownUpTo = lease.ChangedAt;
        }

        foreach (var (key, lease) in newest)
        {
            if (lease.ExpiresAt < now - Remembered)
                newest.TryRemove(key, out _);
        }
    }

    /// <summary>Whether the lease that a pass names still runs. One that is not known here yet is newer than the last news.</summary>
    public bool Allow(Pass pass) =>
        Find(pass.RoomId, pass.CustomerId) is not { } known
        || (known.Id == pass.LeaseId ? !known.Ended : pass.ExpiresAt.AddSeconds(1) > known.ExpiresAt);

    /// <summary>An ended lease never runs again, in whatever order the news come.</summary>
    static bool IsOlder(Lease known, Lease other) => known.Id == other.Id ? !known.Ended : known.ClaimedAt <= other.ClaimedAt;
}
