using Ticketing.Core.Catalogue;

namespace Ticketing.Core.Seats.Holds;

/// <summary>
/// How a party is split when its seats are not to be had side by side: nobody alone before somebody alone, then the fewer
/// groups the better, then the more even. Never more than one alone: then the party had better choose for itself.
/// </summary>
static class PartyGroups
{
    const int MaxAlone = 1;

    /// <summary>The sizes of groups, largest first, in the order of liking, as <c>4 2,2 3,1</c>.</summary>
    public static string Of(int seats) => string.Join(' ', Partitions(seats, seats)
        .Where(groups => groups.Count(size => size == 1) <= MaxAlone)
        .OrderBy(groups => groups.Count(size => size == 1))
        .ThenBy(groups => groups.Count)
        .ThenBy(groups => groups[0])
        .Select(groups => string.Join(',', groups)));

    static IEnumerable<List<int>> Partitions(int seats, int largest) => seats == 0
        ? [[]]
        : Enumerable.Range(1, Math.Min(seats, largest)).SelectMany(first => Partitions(seats - first, first).Select(rest => (List<int>)[first, .. rest]));
}

/// <summary>Asks for the best seats that are free instead of certain ones.</summary>
/// <param name="Count">All seats, the wheelchair spaces among them.</param>
/// <param name="Wheelchairs">Wheelchair spaces; without them none is given.</param>
/// <param name="Zone">Only seats of this zone; null for any.</param>
public sealed record BestAvailable(int Count, int Wheelchairs = 0, SeatZone? Zone = null);
