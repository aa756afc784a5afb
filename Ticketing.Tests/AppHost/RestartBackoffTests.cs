using Ticketing.AppHost.Running;

namespace Ticketing.Tests.AppHost;

public sealed class RestartBackoffTests
{
    [Fact]
    public void Backoff_WhileItCrashesSoon_DoublesUpToFifteenSeconds()
    {
        var backoff = new RestartBackoff();

        var delays = Enumerable.Range(0, 7).Select(_ => backoff.After(TimeSpan.FromSeconds(1)).TotalSeconds);

        delays.ShouldBe([0.5, 1, 2, 4, 8, 15, 15]);
    }

    [Fact]
    public void Backoff_WhenItRanWellForAWhile_BeginsAnew()
    {
        var backoff = new RestartBackoff();
        backoff.After(TimeSpan.Zero);
        backoff.After(TimeSpan.Zero);

        backoff.After(TimeSpan.FromMinutes(1)).ShouldBe(TimeSpan.FromSeconds(0.5));
    }
}
