using Ticketing.Load.Driving;

namespace Ticketing.Tests.Load;

public sealed class OpenLoopTests
{
    static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Run_WhenTheEndpointStalls_GoesOnSendingAndShowsTheStallInTheLatencies()
    {
        const int perSecond = 100;
        var stalled = new TaskCompletionSource();
        var measurements = new Measurements();

        var run = OpenLoop.RunAsync(
            Arrivals.Even(perSecond, Duration),
            async (n, ct) =>
            {
                if (n >= 20)
                    await stalled.Task.WaitAsync(ct);
                return "200";
            },
            measurements, CancellationToken.None);
        await Eventually.BecomesAsync(() => Task.FromResult(measurements.SentCount), sent => sent == perSecond);
        measurements.AnsweredCount.ShouldBeLessThanOrEqualTo(20);
        stalled.SetResult();
        await run;

        measurements.AnsweredCount.ShouldBe(perSecond);
        // Those that were due first after the stall began have waited for nearly all of the second.
        measurements.All.Largest.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(700));
        // Eight in ten met the stall; a driver that waits for answers would have measured one of them.
        measurements.All.Percentile(60).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void Even_AtARate_IsDueAtThatRate() =>
        Arrivals.Even(50, Duration).ShouldBe(Enumerable.Range(0, 50).Select(n => TimeSpan.FromSeconds(n / 50.0)));

    [Fact]
    public void Poisson_AtARateThatChanges_FollowsTheRate()
    {
        var arrivals = Arrivals.Poisson(at => at.TotalSeconds < 10 ? 400 : 100, 400, TimeSpan.FromSeconds(20), new Random(7)).ToList();

        arrivals.ShouldBeInOrder();
        arrivals.Count(at => at.TotalSeconds < 10).ShouldBeInRange(3700, 4300);
        arrivals.Count(at => at.TotalSeconds >= 10).ShouldBeInRange(850, 1150);
    }
}
