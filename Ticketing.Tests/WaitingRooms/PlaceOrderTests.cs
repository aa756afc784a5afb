using System.Security.Cryptography;
using FsCheck;
using FsCheck.Xunit;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.Tests.WaitingRooms;

public sealed class PlaceOrderTests
{
    [Property(MaxTest = 200)]
    public bool PositionOf_OfAllNumbers_IsAPermutation(PositiveInt size, Guid seed)
    {
        var count = size.Get * 37 % 3000 + 1;
        var order = new PlaceOrder(seed.ToByteArray(), count);
        var positions = Numbers(count).Select(order.PositionOf).ToArray();
        return positions.Order().SequenceEqual(Numbers(count))
            && Numbers(count).All(number => order.NumberAt(positions[number]) == number);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(1000)]
    public void PositionOf_OverManySeeds_FavoursNeitherEarlyNorLate(int count)
    {
        const int draws = 4000;
        long[] watched = [0, count / 2, count - 1];
        var sums = new double[watched.Length];
        var firsts = new int[watched.Length];
        for (var draw = 0; draw < draws; draw++)
        {
            var order = new PlaceOrder(RandomNumberGenerator.GetBytes(32), count);
            for (var i = 0; i < watched.Length; i++)
            {
                var position = order.PositionOf(watched[i]);
                sums[i] += position;
                firsts[i] += position * 2 < count ? 1 : 0;
            }
        }

        var mean = (count - 1) / 2.0;
        // Five standard errors of the mean of a uniform draw: a fair order fails this once in a million runs.
        var tolerance = 5 * Math.Sqrt((count * (double)count - 1) / 12 / draws);
        sums.ShouldAllBe(sum => Math.Abs(sum / draws - mean) < tolerance);
        var half = Math.Ceiling(count / 2.0) / count;
        firsts.ShouldAllBe(first => Math.Abs(first / (double)draws - half) < 5 * Math.Sqrt(half * (1 - half) / draws));
    }

    /// <summary>Of one draw: who came near each other does not end near each other, nor in the order of coming.</summary>
    [Fact]
    public void PositionOf_OfAHundredThousand_ForgetsTheOrderOfComing()
    {
        const int count = 100_000;
        var order = new PlaceOrder(RandomNumberGenerator.GetBytes(32), count);
        var positions = Numbers(count).Select(number => (double)order.PositionOf(number)).ToArray();

        Correlation([.. Numbers(count).Select(number => (double)number)], positions).ShouldBeInRange(-0.02, 0.02);
        Correlation(positions[..^1], positions[1..]).ShouldBeInRange(-0.02, 0.02);
    }

    [Fact]
    public void PositionOf_WithTheSameSeed_IsTheSameInEveryReplica()
    {
        var seed = RandomNumberGenerator.GetBytes(32);
        var (one, other) = (new PlaceOrder(seed, 1000), new PlaceOrder(seed, 1000));
        Numbers(1000).ShouldAllBe(number => one.PositionOf(number) == other.PositionOf(number));
    }

    [Fact]
    public void PositionOf_NumberOutside_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new PlaceOrder(new byte[32], 10).PositionOf(10));

    static IEnumerable<long> Numbers(int count) => Enumerable.Range(0, count).Select(number => (long)number);

    static double Correlation(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var covariance = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
        return covariance / Math.Sqrt(x.Sum(a => (a - meanX) * (a - meanX)) * y.Sum(b => (b - meanY) * (b - meanY)));
    }
}
