using FsCheck.Xunit;
using Ticketing.SeatHolds.WaitingRooms;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.Tests.WaitingRooms;

public sealed class LostNumbersTests
{
    const long Numbers = 200;

    /// <summary>Against looking at every position.</summary>
    [Property(MaxTest = 200)]
    public void Between_OfAnyRuns_CountsThem(byte[] cuts, byte early, byte from, byte to)
    {
        var order = new PlaceOrder(new byte[32], early);
        // In rising order, as runs come into being; some empty, some next to each other.
        long[] sorted = [.. cuts.Select(cut => cut % Numbers).Order()];
        var pairs = sorted.Take(sorted.Length / 2 * 2).ToArray();
        var numbers = new LostNumbers(pairs, order, early);
        var lost = pairs.Chunk(2).SelectMany(pair => Enumerable.Range((int)pair[0], (int)(pair[1] - pair[0]))).Select(number => (long)number).ToArray();
        var positions = lost.Select(number => number < early ? order.PositionOf(number) : number).ToHashSet();

        numbers.Between(from, to).ShouldBe(positions.Count(position => position >= from && position < to));
        Enumerable.Range(0, 256).Where(position => numbers.Contain(position)).Select(position => (long)position).ShouldBe(positions.Order());
        Enumerable.Range(0, 256).Where(number => numbers.RunOf(number) >= 0).Select(number => (long)number).ShouldBe(lost);
    }
}
