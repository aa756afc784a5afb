using System.Globalization;

namespace Ticketing.Core.WaitingRooms;

/// <summary>
/// A queue before the seats of one showing, or of all showings of one film. A row is one opening to one end; each film and each
/// showing has at most one that has not ended. What happens to it while it is on is written by hand-made SQL in seat-holds.
/// </summary>
public sealed class WaitingRoom
{
    public long Id { get; init; }

    /// <summary>The film whose showings it stands before; null when it stands before one showing.</summary>
    public string? FilmId { get; init; }

    /// <summary>The showing that it stands before; null when it stands before a film's.</summary>
    public long? ShowingId { get; init; }

    public required WaitingRoomMode Mode { get; set; }

    /// <summary>Customers who may be inside at a time.</summary>
    public required int Cap { get; set; }

    /// <summary>Customers per second who are let in while there is room.</summary>
    public required double RatePerSecond { get; set; }

    /// <summary>Who comes before this instant is an early comer, whose place is drawn by lot. Null: nobody is.</summary>
    public DateTimeOffset? OpensAt { get; set; }

    /// <summary>Since when a pass is needed; null while it only waits for the load that would switch it on.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The member of staff; null if load made it.</summary>
    public Guid? CreatedBy { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }
    public Guid? UpdatedBy { get; set; }

    /// <summary>When the lots were drawn.</summary>
    public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>What the early comers' order is computed from: random, made in the moment of opening, told to nobody.</summary>
    public byte[]? Seed { get; set; }

    /// <summary>Places that take part in the draw: those numbered below this.</summary>
    public long EarlyCount { get; set; }

    /// <summary>Places known to be handed out: all numbers below this.</summary>
    public long Places { get; set; }

    /// <summary>No number from here on was ever handed out, whatever became of Redis.</summary>
    public long PlaceCeiling { get; set; }

    /// <summary>Pairs from, to: numbers lost with a Redis. Those that were handed out after all are the first of a pair, and are taken back out when one of them is seen.</summary>
    public long[] LostNumbers { get; set; } = [];

    /// <summary>Whose position in the order is below this has had their turn.</summary>
    public long AdmittedUpTo { get; set; }

    /// <summary>Whose position is below this has let it pass.</summary>
    public long LapsedUpTo { get; set; }

    /// <summary>How many may be let in at once now; grows with time and is bounded.</summary>
    public double Budget { get; set; }

    /// <summary>Positions per second that the queue can be expected to move on by while it is full inside.</summary>
    public double AdmissionRate { get; set; }

    public int LeasesInUse { get; set; }

    /// <summary>Turns that have come and are neither taken nor lapsed.</summary>
    public int Unclaimed { get; set; }

    public DateTimeOffset AdvancedAt { get; set; }

    /// <summary>When there last was a queue or a load; one that came by itself goes some minutes after.</summary>
    public DateTimeOffset BusyAt { get; set; }
}

public enum WaitingRoomMode
{
    /// <summary>Never, whatever the load.</summary>
    Off,

    /// <summary>Comes with the load and goes with it.</summary>
    Automatic,

    /// <summary>Until staff say otherwise.</summary>
    On,
}

/// <summary>One step of a queue: everybody from one position up to another had their turn at an instant.</summary>
public sealed class WaitingRoomAdmission
{
    public long Id { get; init; }
    public required long RoomId { get; init; }
    public required long FromPosition { get; init; }

    /// <summary>The first position that was not let in.</summary>
    public required long UpTo { get; init; }

    public required DateTimeOffset AdmittedAt { get; init; }

    /// <summary>When those of them who have not come are given up; put off while they cannot come.</summary>
    public required DateTimeOffset LapsesAt { get; set; }
}

/// <summary>A customer's stay inside, from taking the pass to buying, or to its end. They never outnumber the room's cap.</summary>
public sealed class WaitingRoomLease
{
    public required Guid Id { get; init; }
    public required long RoomId { get; init; }
    public required Guid CustomerId { get; init; }

    /// <summary>The number that was handed out, which names the place.</summary>
    public required long Place { get; init; }

    /// <summary>Where in the order the place is, from 0.</summary>
    public required long Position { get; init; }

    public required DateTimeOffset ClaimedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What the replicas ask for news by.</summary>
    public required DateTimeOffset ChangedAt { get; set; }
}

/// <summary>How a pass travels: in a header, or in the cookie of a browser.</summary>
public static class WaitingRoomPass
{
    public const string Header = "Waiting-Room-Pass";

    // The prefix makes browsers refuse it from any other host of the domain, and without Secure.
    const string CookiePrefix = "__Host-ticketing-pass-";

    /// <summary>One for each room: a customer may be in several.</summary>
    public static string CookieOf(long roomId) => string.Create(CultureInfo.InvariantCulture, $"{CookiePrefix}{roomId}");
}
