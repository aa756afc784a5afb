using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.SeatHolds.WaitingRooms;

/// <summary>Where in a room's order nobody stands: the numbers that were lost with a Redis before they were handed out.</summary>
sealed class LostNumbers
{
    readonly (long From, long To)[] numbers;
    readonly (long From, long To)[] later;
    readonly long[] drawn;

    /// <param name="pairs">Numbers, from and to.</param>
    /// <param name="order">Of the early comers; null before the opening, when there are no positions yet.</param>
    /// <param name="earlyCount">Whose number is below this is where the order says, everybody else where the number says.</param>
    public LostNumbers(long[] pairs, PlaceOrder? order, long earlyCount)
    {
        numbers = [.. pairs.Chunk(2).Select(pair => (pair[0], pair[1]))];
        later = [.. numbers.Select(hole => (Math.Max(hole.From, earlyCount), hole.To)).Where(hole => hole.Item1 < hole.To)];
        drawn = order is null ? [] : [.. numbers.SelectMany(hole => Below(hole, earlyCount)).Select(order.PositionOf).Order()];
    }

    /// <summary>Whether nobody stands at a position.</summary>
    public bool Contain(long position) =>
        Array.BinarySearch(drawn, position) >= 0 || later.Any(hole => position >= hole.From && position < hole.To);

    /// <summary>Positions in [from, to) at which nobody stands.</summary>
    public long Between(long from, long to)
    {
        if (numbers is [] || to <= from)
            return 0;

        var count = (long)(CountBelow(to) - CountBelow(from));
        foreach (var hole in later)
            count += Math.Max(0, Math.Min(to, hole.To) - Math.Max(from, hole.From));
        return count;
    }

    /// <summary>Which of the holes a number is in, from 0; -1 if in none.</summary>
    public int IndexOf(long number) => Array.FindIndex(numbers, hole => number >= hole.From && number < hole.To);

    int CountBelow(long position)
    {
        var index = Array.BinarySearch(drawn, position);
        return index < 0 ? ~index : index;
    }

    static IEnumerable<long> Below((long From, long To) hole, long end)
    {
        for (var number = hole.From; number < Math.Min(hole.To, end); number++)
            yield return number;
    }
}
