using System.Buffers;
using System.Globalization;
using System.Text.Unicode;
using Ticketing.SeatHolds.WaitingRooms.Passes;

namespace Ticketing.SeatHolds.WaitingRooms.Places;

enum PlaceState
{
    /// <summary>The sale has not opened; the place takes part in the draw.</summary>
    Early,

    Waiting,

    /// <summary>The turn has come: a pass can be taken.</summary>
    Admitted,

    /// <summary>The turn has passed, or the stay inside has ended. The customer may join again.</summary>
    Lapsed,

    /// <summary>There is no waiting room any more: nobody needs a pass.</summary>
    Closed,
}

/// <param name="Place">The position in the order, from 1; 0 while it is not known.</param>
/// <param name="Ahead">People before this one who have not had their turn.</param>
/// <param name="EstimatedSeconds">Until the turn comes; null while that cannot be said.</param>
/// <param name="PollAfterSeconds">When to ask again.</param>
readonly record struct PlaceStatus(
    PlaceState State, long Place, long Ahead, int? EstimatedSeconds, double PollAfterSeconds, DateTimeOffset? OpensAt)
{
    public static readonly PlaceStatus Closed = new(PlaceState.Closed, 0, 0, null, PollHint.Far, null);

    /// <summary>What a place's status is by what memory says; asks nobody.</summary>
    public static PlaceStatus Of(in PlaceToken token, ActiveWaitingRoom? room, Leases leases, DateTimeOffset now)
    {
        if (room is null || room.Id != token.RoomId)
            return Closed;
        var opensAt = room.Row.OpensAt;
        if (!room.IsOpen)
            return new PlaceStatus(PlaceState.Early, 0, 0, null, PollHint.BeforeOpening(opensAt - now), opensAt);

        var position = room.PositionOf(token.Number);
        if (position >= room.Row.AdmittedUpTo)
        {
            var ahead = room.PeopleBetween(room.Row.AdmittedUpTo, position);
            var wait = WaitEstimate.Of(room.Row, ahead);
            return new PlaceStatus(PlaceState.Waiting, position + 1, ahead, (int)Math.Ceiling(wait), PollHint.Waiting(wait), opensAt);
        }

        var lease = leases.Find(token.RoomId, token.CustomerId);
        var state = lease is { Ended: false } ? PlaceState.Admitted
            : lease?.Place == token.Number || position < room.Row.LapsedUpTo ? PlaceState.Lapsed
            : PlaceState.Admitted;
        return new PlaceStatus(state, position + 1, 0, 0, PollHint.Near, opensAt);
    }
}

/// <summary>Writes a status as JSON by hand: this is the answer to a hundred thousand people every few seconds.</summary>
static class PlaceStatusJson
{
    const int Longest = 256;

    public static int Write(IBufferWriter<byte> output, in PlaceStatus status)
    {
        var buffer = output.GetSpan(Longest);
        if (!TryWrite(buffer, status, out var written))
            throw new InvalidOperationException($"A status is longer than {Longest} bytes.");

        output.Advance(written);
        return written;
    }

    static bool TryWrite(Span<byte> buffer, in PlaceStatus status, out int written)
    {
        var invariant = CultureInfo.InvariantCulture;
        written = 0;
        if (!Utf8.TryWrite(buffer, invariant, $"{{\"state\":\"{Name(status.State)}\",\"place\":{status.Place},\"ahead\":{status.Ahead},\"estimatedSeconds\":", out var first))
            return false;
        var estimated = status.EstimatedSeconds is { } seconds
            ? Utf8.TryWrite(buffer[first..], invariant, $"{seconds}", out var second)
            : Utf8.TryWrite(buffer[first..], $"null", out second);
        if (!estimated || !Utf8.TryWrite(buffer[(first + second)..], invariant, $",\"pollAfterSeconds\":{status.PollAfterSeconds},\"opensAt\":", out var third))
            return false;

        var rest = buffer[(first + second + third)..];
        var finished = status.OpensAt is { } opensAt
            ? Utf8.TryWrite(rest, invariant, $"\"{opensAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\"}}", out var fourth)
            : Utf8.TryWrite(rest, $"null}}", out fourth);
        written = first + second + third + fourth;
        return finished;
    }

    public static string Name(PlaceState state) => state switch
    {
        PlaceState.Early => "early",
        PlaceState.Waiting => "waiting",
        PlaceState.Admitted => "admitted",
        PlaceState.Lapsed => "lapsed",
        _ => "closed",
    };
}

/// <summary>
/// When to ask again, in seconds: often when something is about to happen, rarely far from it, and never all at the same time.
/// With 100,000 people far away that is some 11,000 polls a second.
/// </summary>
static class PollHint
{
    public const double Near = 1;
    public const double Far = 9;

    /// <summary>The interval grows to its longest over this time.</summary>
    const double FarAwaySeconds = 300;

    /// <param name="wait">Estimated seconds until the turn.</param>
    /// <param name="chance">Where the scattering comes from, if it has to be the same again.</param>
    public static double Waiting(double wait, Random? chance = null) => Scattered(1.5 + (Far - 1.5) * Math.Min(1, wait / FarAwaySeconds), chance);

    /// <param name="left">Until the opening; null if unknown.</param>
    public static double BeforeOpening(TimeSpan? left)
    {
        if (left is not { TotalSeconds: var seconds } || seconds <= 0)
            return Scattered(1.5);

        // Whoever asked shortly before the opening asks shortly after it, in no step with the others: places keep until claimed.
        var after = Math.Min(seconds, FarAwaySeconds) / FarAwaySeconds * (Far - 2) + 2;
        return seconds < after ? Math.Round(seconds + 0.5 + 2 * Random.Shared.NextDouble(), 2) : Scattered(after);
    }

    /// <summary>Up to an eighth earlier or later.</summary>
    static double Scattered(double seconds, Random? chance = null) =>
        Math.Round(seconds * (0.875 + 0.25 * (chance ?? Random.Shared).NextDouble()), 2);
}

static class WaitEstimate
{
    /// <summary>Beyond a day nobody knows.</summary>
    const double Longest = 24 * 60 * 60;

    /// <summary>From a turn's coming to its customer's learning of it: half a step of the queue and half a poll, in seconds.</summary>
    const double ToLearn = 1.2;

    /// <summary>
    /// Seconds until somebody with so many people ahead takes the pass: those who find room inside go in at the published rate, the
    /// others, and the customer, as people leave; with a lowered cap also after those who are too many inside.
    /// </summary>
    public static double Of(WaitingRoomRow room, long ahead)
    {
        var free = room.Cap - room.LeasesInUse - room.Unclaimed;
        var leaving = Math.Max(0, ahead + 1 - free);
        var sustained = room.AdmissionRate > 0 ? Math.Min(room.AdmissionRate, room.RatePerSecond) : room.RatePerSecond;
        return Math.Min(Longest, ToLearn + Math.Clamp(free, 0, ahead) / room.RatePerSecond + leaving / sustained);
    }

    /// <summary>What early comers are told when the lots are drawn: nobody is inside, and nobody's visit has been seen.</summary>
    public static double AtOpening(WaitingRoomRow room, long ahead, TimeSpan typicalVisit) =>
        Of(room with { LeasesInUse = 0, Unclaimed = 0, AdmissionRate = Math.Min(room.RatePerSecond, room.Cap / typicalVisit.TotalSeconds) }, ahead);
}
