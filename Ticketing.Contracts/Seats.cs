using System.Text.Json.Serialization;

namespace Ticketing.Contracts;

/// <summary>Where the seats of a showing are.</summary>
/// <param name="Columns">Width of the drawing grid.</param>
/// <param name="Lines">Height of the drawing grid.</param>
public sealed record LayoutResponse(
    long ShowingId, string AuditoriumId, AuditoriumFormat AuditoriumFormat, int Columns, int Lines, IReadOnlyList<LayoutSeat> Seats);

/// <param name="Index">Place in the layout and in the seat states, from 0.</param>
/// <param name="X">Column of the drawing grid, from 0 at the left.</param>
/// <param name="Y">Line of the drawing grid, from 0 at the screen.</param>
public sealed record LayoutSeat(int Index, string Row, int Number, int X, int Y, SeatKind Kind, SeatZone Zone);

public enum SeatKind
{
    Standard,
    Wheelchair,
    Companion,
}

public enum SeatZone
{
    Front,
    Standard,
    Prime,
}

/// <param name="Version">Grows with every change; a later one can be asked for as <c>min</c>.</param>
/// <param name="States">One letter per seat in layout order: available, held, sold, <c>x</c> for not for sale.</param>
/// <param name="Stale">Redis is away: this is what was known last. Left out when false.</param>
public sealed record SeatStatesResponse(
    string Version, string States, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Stale);

/// <summary>Asks for certain seats, or for the best ones: exactly one of the two.</summary>
/// <param name="Seats">Places in the layout, each once.</param>
/// <param name="ChallengeAnswer">When a challenge was required; for the same idempotency key.</param>
public sealed record TakeHoldRequest(IReadOnlyList<int>? Seats, BestAvailableRequest? BestAvailable, string? ChallengeAnswer = null);

/// <param name="Count">All seats, the wheelchair spaces among them.</param>
/// <param name="Wheelchairs">Wheelchair spaces; without them none is given.</param>
/// <param name="Zone">Only seats of this zone.</param>
public sealed record BestAvailableRequest(int Count, int? Wheelchairs, SeatZone? Zone);

/// <param name="Seats">Places in the layout.</param>
/// <param name="RenewableUntil">Renewing never moves <paramref name="ExpiresAt"/> beyond this instant.</param>
/// <param name="Version">Ask for the seat states with this as <c>min</c> to see the hold in them.</param>
public sealed record HoldResponse(
    string HoldId, long ShowingId, IReadOnlyList<int> Seats, DateTimeOffset ExpiresAt, DateTimeOffset RenewableUntil, string Version);

/// <param name="Version">Ask for the seat states with this as <c>min</c> to see the seats free in them.</param>
public sealed record ReleaseResponse(string Version);
