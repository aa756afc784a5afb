using Ticketing.Load.Driving;

namespace Ticketing.Tests.Load;

public sealed class LatenciesTests
{
    [Theory]
    [InlineData(50)]
    [InlineData(90)]
    [InlineData(99)]
    [InlineData(99.9)]
    public void Percentile_OfManyLatencies_IsWithinAThousandthOfTheExactOne(double percent)
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 20_000).Select(_ => Math.Ceiling(Math.Exp(random.NextDouble() * 16))).ToList();
        var latencies = new Latencies();
        foreach (var microseconds in values)
            latencies.Record(TimeSpan.FromMicroseconds(microseconds));

        var exact = values.Order().ElementAt((int)Math.Ceiling(values.Count * percent / 100) - 1);
        latencies.Percentile(percent).TotalMicroseconds.ShouldBeInRange(exact, exact * 1.001 + 1);
        latencies.Count.ShouldBe(values.Count);
        latencies.Largest.TotalMicroseconds.ShouldBeInRange(values.Max(), values.Max() * 1.001 + 1);
    }

    [Fact]
    public void Percentile_OfNothing_IsZero() => new Latencies().Percentile(99).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Record_FromManyThreads_LosesNothing()
    {
        var latencies = new Latencies();
        Parallel.For(0, 10_000, n => latencies.Record(TimeSpan.FromMicroseconds(n + 1)));
        latencies.Count.ShouldBe(10_000);
        latencies.Largest.TotalMicroseconds.ShouldBeInRange(10_000, 10_010);
    }
}
