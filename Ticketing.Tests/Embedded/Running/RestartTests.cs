using Aspire.Hosting.Running.Processes;
using Aspire.Hosting.Running.Supervision;

namespace Ticketing.Tests.Embedded.Running;

[Trait("Category", "Embedded")]
public sealed class RestartTests
{
    [Fact]
    public async Task Resource_WhenItsProcessIsKilled_ShowsSoAndStartsAgain()
    {
        await using var stack = await RunningStack.StartAsync(builder => builder.AddRedis("cache"));
        var before = await stack.UntilHealthyAsync("cache");

        Signal.Kill.SendTo(before.ProcessId!.Value);

        var crashed = await stack.UntilAsync("cache", snapshot => snapshot.State!.Text == KnownResourceStates.Restarting);
        crashed.ExitCode.ShouldBe(128 + (int)Signal.Kill);
        crashed.ProcessId.ShouldBeNull();
        var after = await stack.UntilAsync("cache", snapshot => snapshot.Restarts == 1 && snapshot.HealthStatus is not null);
        after.ProcessId.ShouldNotBe(before.ProcessId);
        await stack.UntilHealthyAsync("cache");
    }

    [Fact]
    public async Task Resource_WhenItKeepsCrashing_IsStartedAgainAndSaysWhatItSaid()
    {
        await using var stack = await RunningStack.StartAsync(builder => builder.AddResource(new ScriptResource("crashing", "echo no configuration >&2; exit 7")));

        var twice = await stack.UntilAsync("crashing", snapshot => snapshot.Restarts == 2);

        twice.State!.Text.ShouldNotBe(KnownResourceStates.FailedToStart);
        await stack.UntilLogSaysAsync("crashing", "no configuration");
        await stack.UntilLogSaysAsync("crashing", "Crashed with exit code 7; starts again in 1 s (restart 2).");
    }

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

    [Fact]
    public async Task Commands_StopAndStart_EndTheProcessAndBringItBack()
    {
        await using var stack = await RunningStack.StartAsync(builder => builder.AddRedis("cache"));
        var before = await stack.UntilHealthyAsync("cache");

        await stack.Runner("cache").StopAsync();

        Directory.Exists($"/proc/{before.ProcessId}").ShouldBeFalse();
        await stack.UntilAsync("cache", snapshot => snapshot.State!.Text == KnownResourceStates.Exited);
        await stack.Runner("cache").StartAsync();
        (await stack.UntilHealthyAsync("cache")).ProcessId.ShouldNotBe(before.ProcessId);
    }
}
