using Ticketing.Core.WaitingRooms;

namespace Ticketing.SeatHolds.WaitingRooms;

/// <summary>A waiting room that is on, as PostgreSQL told it at most about a second ago. Never changed: news make a new one.</summary>
sealed class Room
{
    readonly RoomRow row;
    readonly PlaceOrder? order;
    readonly Holes holes;

    /// <param name="before">What was known of the same room, to be used again where it has not changed.</param>
    public Room(RoomRow row, Room? before)
    {
        this.row = row;
        order = row.Seed is null ? null : before?.order ?? new PlaceOrder(row.Seed, row.EarlyCount);
        holes = HolesOf(row, before, order);
    }

    public RoomRow Row => row;
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
    public bool IsHole(long position) => holes.Contain(position);

    /// <summary>Which of the holes a number is in, from 0; -1 if in none.</summary>
    public int HoleOf(long number) => holes.IndexOf(number);

    /// <summary>Positions in [from, to) that are not holes.</summary>
    public long PeopleBetween(long from, long to) => Math.Max(0, to - from - holes.Between(from, to));

    static Holes HolesOf(RoomRow row, Room? before, PlaceOrder? order) =>
        before is not null && before.order == order && before.Row.Holes.AsSpan().SequenceEqual(row.Holes)
            ? before.holes
            : new Holes(row.Holes, order, row.EarlyCount);
}

/// <summary>What the row of a room that is on says; see <see cref="WaitingRoom"/>.</summary>
sealed record RoomRow(
    long Id, string? FilmId, long? ShowingId, int Cap, double RatePerSecond, DateTimeOffset? OpensAt,
    byte[]? Seed, long EarlyCount, DateTimeOffset? OpenedAt, long Places, long PlaceCeiling, long[] Holes, long AdmittedUpTo, long LapsedUpTo,
    double Budget, double AdmissionRate, int LeasesInUse, int Unclaimed, DateTimeOffset AdvancedAt, DateTimeOffset BusyAt,
    DateTimeOffset Now, long[] Showings)
{
    /// <summary>The columns, with the time by PostgreSQL's clock and the showings that the room stands before.</summary>
    public const string Select =
        """
        SELECT room.id, room.film_id, room.showing_id, room.cap, room.rate_per_second, room.opens_at,
            room.seed, room.early_count, room.opened_at, room.places, room.place_ceiling, room.holes, room.admitted_up_to, room.lapsed_up_to,
            room.budget, room.admission_rate, room.leases_in_use, room.unclaimed, room.advanced_at, room.busy_at,
            statement_timestamp() AS now,
            CASE WHEN room.film_id IS NULL THEN ARRAY[room.showing_id]
                ELSE ARRAY(SELECT id FROM showings WHERE film_id = room.film_id AND cutoff_at > now()) END AS showings
        FROM waiting_rooms AS room
        WHERE room.started_at IS NOT NULL AND room.ended_at IS NULL

        """;
}
