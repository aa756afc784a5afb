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
    public static PlaceStatus Of(in PlaceToken token, Room? room, Leases leases, DateTimeOffset now)
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
