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
        later = [.. numbers.Select(run => (Math.Max(run.From, earlyCount), run.To)).Where(run => run.Item1 < run.To)];
        drawn = order is null ? [] : [.. numbers.SelectMany(run => Below(run, earlyCount)).Select(order.PositionOf).Order()];
    }

    /// <summary>Whether nobody stands at a position.</summary>
    public bool Contain(long position) =>
        Array.BinarySearch(drawn, position) >= 0 || later.Any(run => position >= run.From && position < run.To);

    /// <summary>Positions in [from, to) at which nobody stands.</summary>
    public long Between(long from, long to)
    {
        if (numbers is [] || to <= from)
            return 0;

        var count = (long)(CountBelow(to) - CountBelow(from));
        foreach (var run in later)
            count += Math.Max(0, Math.Min(to, run.To) - Math.Max(from, run.From));
        return count;
    }

    /// <summary>Which run of them a number is in, from 0; -1 if in none.</summary>
    public int RunOf(long number) => Array.FindIndex(numbers, run => number >= run.From && number < run.To);

    int CountBelow(long position)
    {
        var index = Array.BinarySearch(drawn, position);
        return index < 0 ? ~index : index;
    }

    static IEnumerable<long> Below((long From, long To) run, long end)
    {
        for (var number = run.From; number < Math.Min(run.To, end); number++)
            yield return number;
    }
}
