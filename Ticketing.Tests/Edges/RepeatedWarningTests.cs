using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Problems;

namespace Ticketing.Tests.Edges;

public sealed class RepeatedWarningTests
{
    [Fact]
    public void Warning_OfManyAtOnce_IsDueOnceASecond_AndCountsThemAll()
    {
        var clock = new FakeTimeProvider();
        var warning = new RepeatedWarning(clock);
        var told = new List<int>();

        for (var second = 0; second < 3; second++)
        {
            Parallel.For(0, 1000, _ =>
            {
                if (warning.IsDue(out var times))
                    lock (told)
                        told.Add(times);
            });
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        warning.IsDue(out var last).ShouldBeTrue();
        told.Count.ShouldBe(3);
        (told.Sum() + last).ShouldBe(3001);
    }
}
