using Ticketing.Core.Catalogue;

namespace Ticketing.Core.Seats;

/// <summary>Asks for the best seats that are free instead of certain ones.</summary>
/// <param name="Count">All seats, the wheelchair spaces among them.</param>
/// <param name="Wheelchairs">Wheelchair spaces; without them none is given.</param>
/// <param name="Zone">Only seats of this zone; null for any.</param>
public sealed record BestAvailable(int Count, int Wheelchairs = 0, SeatZone? Zone = null);
