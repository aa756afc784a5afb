using System.Text.Json.Serialization;

namespace Ticketing.Contracts;

/// <param name="Room">Null if none stands before the showing.</param>
public sealed record RoomBeforeShowingResponse(long ShowingId, RoomResponse? Room);

/// <summary>A waiting room as customers see it.</summary>
/// <param name="Scope"><c>showing</c> or <c>film</c>.</param>
/// <param name="OpensAt">Who comes earlier takes part in the draw.</param>
/// <param name="Open">Whether the draw has been.</param>
/// <param name="Admitted">Whether the request brought a pass that still holds.</param>
public sealed record RoomResponse(long Id, string Scope, string? FilmId, long? ShowingId, DateTimeOffset? OpensAt, bool Open, bool Admitted);

/// <param name="ChallengeAnswer">When a challenge was required.</param>
public sealed record JoinRequest(string? ChallengeAnswer);

/// <param name="Token">Only to who joins: send it as <c>Waiting-Room-Place</c> to ask for the place.</param>
/// <param name="Place">The position in the order, from 1; 0 while it is not known.</param>
/// <param name="Ahead">People before this one who have not had their turn.</param>
/// <param name="EstimatedSeconds">Until the turn comes; null while that cannot be said.</param>
/// <param name="PollAfterSeconds">When to ask again.</param>
public sealed record PlaceResponse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Token,
    PlaceState State, long Place, long Ahead, int? EstimatedSeconds, double PollAfterSeconds, DateTimeOffset? OpensAt);

public enum PlaceState
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

/// <param name="Pass">Send it as <c>Waiting-Room-Pass</c>; browsers send the cookie.</param>
public sealed record PassResponse(string Pass, DateTimeOffset ExpiresAt);

/// <summary>How staff want a waiting room; anything may be missing.</summary>
/// <param name="Mode">Required.</param>
/// <param name="Cap">Customers inside at a time.</param>
/// <param name="RatePerSecond">Customers let in per second.</param>
/// <param name="OpensAt">Who comes earlier takes part in a draw. Left out: the showing's sale opening if that is to come, else now.</param>
public sealed record WaitingRoomRequest(WaitingRoomMode? Mode, int? Cap, double? RatePerSecond, DateTimeOffset? OpensAt);

/// <summary>A waiting room as staff see it.</summary>
/// <param name="On">Whether a pass is needed now.</param>
/// <param name="Places">Handed out so far.</param>
/// <param name="Admitted">Positions whose turn has come.</param>
/// <param name="UpdatedBy">The member of staff who last set it; null if load made it.</param>
public sealed record WaitingRoomResponse(
    long Id, string? FilmId, long? ShowingId, WaitingRoomMode Mode, int Cap, double RatePerSecond, DateTimeOffset? OpensAt, bool On,
    long Places, long Admitted, int LeasesInUse, DateTimeOffset CreatedAt, Guid? CreatedBy, DateTimeOffset UpdatedAt, Guid? UpdatedBy);

public enum WaitingRoomMode
{
    /// <summary>Never, whatever the load.</summary>
    Off,

    /// <summary>Comes with the load and goes with it.</summary>
    Automatic,

    /// <summary>Until staff say otherwise.</summary>
    On,
}
