using Ticketing.Core.Catalogue;
using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.Holds;

/// <summary>Asks for certain seats, or for the best ones: exactly one of the two.</summary>
/// <param name="Seats">Places in the layout, each once.</param>
/// <param name="ChallengeAnswer">When a challenge was required; for the same idempotency key.</param>
sealed record TakeHoldRequest(int[]? Seats, BestAvailableRequest? BestAvailable, string? ChallengeAnswer = null);

/// <param name="Count">All seats, the wheelchair spaces among them.</param>
/// <param name="Wheelchairs">Wheelchair spaces; without them none is given.</param>
/// <param name="Zone">Only seats of this zone.</param>
sealed record BestAvailableRequest(int Count, int? Wheelchairs, SeatZone? Zone)
{
    public BestAvailable ToBestAvailable() => new(Count, Wheelchairs ?? 0, Zone);
}
