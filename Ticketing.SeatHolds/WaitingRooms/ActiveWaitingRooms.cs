using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;
using Ticketing.Core.WaitingRooms;
using Ticketing.SeatHolds.WaitingRooms.Passes;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.SeatHolds.WaitingRooms;

/// <summary>A waiting room that is on, as PostgreSQL told it at most about a second ago. Never changed: news make a new one.</summary>
sealed class ActiveWaitingRoom
{
    readonly WaitingRoomRow row;
    readonly PlaceOrder? order;
    readonly LostNumbers lost;

    /// <param name="before">What was known of the same room, to be used again where it has not changed.</param>
    public ActiveWaitingRoom(WaitingRoomRow row, ActiveWaitingRoom? before)
    {
        this.row = row;
        order = row.Seed is null ? null : before?.order ?? new PlaceOrder(row.Seed, row.EarlyCount);
        lost = LostOf(row, before, order);
    }

    public WaitingRoomRow Row => row;
    public long Id => row.Id;
    public string Scope => row.FilmId is null ? "showing" : "film";

    /// <summary>Whether the early comers' lots are drawn.</summary>
    public bool IsOpen => order is not null;

    /// <summary>Where in the order a place is: drawn by lot for early comers, then as they came.</summary>
    /// <exception cref="InvalidOperationException">The room has not opened.</exception>
    public long PositionOf(long number) =>
        order is null ? throw new InvalidOperationException($"Waiting room {Id} has not opened.")
        : number < row.EarlyCount ? order.PositionOf(number)
        : number;

    /// <summary>Whether nobody stands at a position, since its number was lost with a Redis.</summary>
    public bool IsLost(long position) => lost.Contain(position);

    /// <summary>Which run of lost numbers a number is in, from 0; -1 if in none.</summary>
    public int LostRunOf(long number) => lost.RunOf(number);

    /// <summary>Positions in [from, to) at which somebody stands.</summary>
    public long PeopleBetween(long from, long to) => Math.Max(0, to - from - lost.Between(from, to));

    static LostNumbers LostOf(WaitingRoomRow row, ActiveWaitingRoom? before, PlaceOrder? order) =>
        before is not null && before.order == order && before.Row.LostNumbers.AsSpan().SequenceEqual(row.LostNumbers)
            ? before.lost
            : new LostNumbers(row.LostNumbers, order, row.EarlyCount);
}

/// <summary>What the row of a room that is on says; see <see cref="WaitingRoom"/>.</summary>
sealed record WaitingRoomRow(
    long Id, string? FilmId, long? ShowingId, int Cap, double RatePerSecond, DateTimeOffset? OpensAt,
    byte[]? Seed, long EarlyCount, DateTimeOffset? OpenedAt, long Places, long PlaceCeiling, long[] LostNumbers, long AdmittedUpTo, long LapsedUpTo,
    double Budget, double AdmissionRate, int LeasesInUse, int Unclaimed, DateTimeOffset AdvancedAt, DateTimeOffset BusyAt,
    DateTimeOffset Now, long[] Showings)
{
    /// <summary>The columns, with the time by PostgreSQL's clock and the showings that the room stands before.</summary>
    public const string Select =
        """
        SELECT room.id, room.film_id, room.showing_id, room.cap, room.rate_per_second, room.opens_at,
            room.seed, room.early_count, room.opened_at, room.places, room.place_ceiling, room.holes AS lost_numbers, room.admitted_up_to, room.lapsed_up_to,
            room.budget, room.admission_rate, room.leases_in_use, room.unclaimed, room.advanced_at, room.busy_at,
            statement_timestamp() AS now,
            CASE WHEN room.film_id IS NULL THEN ARRAY[room.showing_id]
                ELSE ARRAY(SELECT id FROM showings WHERE film_id = room.film_id AND cutoff_at > now()) END AS showings
        FROM waiting_rooms AS room
        WHERE room.started_at IS NOT NULL AND room.ended_at IS NULL

        """;
}

/// <summary>All waiting rooms that are on, in memory: what polls and the gate look at.</summary>
sealed class ActiveWaitingRooms(TimeProvider clock)
{
    volatile Snapshot? snapshot;

    /// <summary>False until PostgreSQL has been asked once.</summary>
    public bool AreKnown => snapshot is not null;

    public ICollection<ActiveWaitingRoom> All => snapshot?.ById.Values ?? [];

    public ActiveWaitingRoom? Find(long roomId) => snapshot is { } known && known.ById.TryGetValue(roomId, out var room) ? room : null;

    /// <summary>The room before a showing: its own, else its film's, else none.</summary>
    public ActiveWaitingRoom? Before(long showingId) => snapshot is { } known && known.ByShowing.TryGetValue(showingId, out var room) ? room : null;

    /// <summary>Now by PostgreSQL's clock, as far as this process can tell: what it said last and the time gone by since.</summary>
    public DateTimeOffset Now => snapshot is { Said: { } said } known ? said + clock.GetElapsedTime(known.At) : clock.GetUtcNow();

    public void Replace(IReadOnlyCollection<WaitingRoomRow> rows)
    {
        var byId = rows.ToFrozenDictionary(row => row.Id, row => new ActiveWaitingRoom(row, Find(row.Id)));
        var byShowing = new Dictionary<long, ActiveWaitingRoom>();
        foreach (var room in byId.Values.OrderBy(room => room.Row.FilmId is null))
        {
            foreach (var showing in room.Row.Showings)
                byShowing[showing] = room;
        }

        snapshot = new Snapshot(byId, byShowing.ToFrozenDictionary(), rows.FirstOrDefault()?.Now, clock.GetTimestamp());
    }

    sealed record Snapshot(FrozenDictionary<long, ActiveWaitingRoom> ById, FrozenDictionary<long, ActiveWaitingRoom> ByShowing, DateTimeOffset? Said, long At);
}

/// <summary>Brings a replica's memory up to date with PostgreSQL.</summary>
sealed class ActiveWaitingRoomsRefresh(IServiceScopeFactory scopes, ActiveWaitingRooms rooms, Leases leases)
{
    /// <summary>A transaction that began before another may commit after it: news are asked for with this overlap.</summary>
    static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        var rows = await database.Database.SqlQueryRaw<WaitingRoomRow>(WaitingRoomRow.Select).ToListAsync(ct);
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
