using Microsoft.Extensions.Logging;

namespace Ticketing.AppHost.Running;

/// <summary>Starts again what crashed or ended unasked, as Kubernetes would, later each time; Aspire leaves it.</summary>
sealed class CrashRestarts(ResourceCommandService commands, DistributedApplicationModel model, TimeProvider time, ILogger<CrashRestarts> logger)
{
    readonly Dictionary<string, Instance> instances = [];

    // Who waited for their end has given up already.
    readonly HashSet<IResource> runOnce = model.RunOnce();

    public void Notice(ResourceEvent change, CancellationToken stopping)
    {
        if (runOnce.Contains(change.Resource))
            return;

        var (state, started) = (change.Snapshot.State?.Text, change.Snapshot.StartTimeStamp);
        if (!instances.TryGetValue(change.ResourceId, out var instance))
            instances[change.ResourceId] = instance = new Instance();

        if (state == KnownResourceStates.Running || state == KnownResourceStates.Starting)
        {
            (instance.IsRunning, instance.IsStopped) = (state == KnownResourceStates.Running, false);
        }
        else if (state == KnownResourceStates.Stopping)
        {
            instance.IsStopped = true;
        }
        // What ends at once is never seen running; and an end is told more than once.
        else if (started is not null && started != instance.Ended && state is not null && KnownResourceStates.TerminalStates.Contains(state))
        {
            (instance.IsRunning, instance.Ended) = (false, started);
            // Whatever its exit code: nobody asked it to end.
            if (!instance.IsStopped)
                instance.StartingAgain = StartAgainAsync(change, (change.Snapshot.StopTimeStamp ?? time.GetUtcNow().UtcDateTime) - started.Value, instance, stopping);
        }
    }

    async Task StartAgainAsync(ResourceEvent crashed, TimeSpan ran, Instance instance, CancellationToken stopping)
    {
        var code = crashed.Snapshot.ExitCode;
        while (!stopping.IsCancellationRequested && !instance.IsRunning)
        {
            var delay = instance.Backoff.After(ran);
            logger.LogWarning("{Resource} ended with exit code {ExitCode}, unasked; it starts again in {Delay} s", crashed.ResourceId, code, delay.TotalSeconds);
            await Task.Delay(delay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested || instance.IsStopped)
                return;
            if ((await commands.ExecuteCommandAsync(crashed.ResourceId, KnownResourceCommands.StartCommand, CancellationToken.None)).Success)
                return;
            // It could not even be started: what it needs may still be dying.
            ran = TimeSpan.Zero;
        }
    }

    sealed class Instance
    {
        public RestartBackoff Backoff { get; } = new();
        public bool IsRunning { get; set; }
        public bool IsStopped { get; set; }

        /// <summary>When the process was started that has ended last.</summary>
        public DateTime? Ended { get; set; }

        public Task StartingAgain { get; set; } = Task.CompletedTask;
    }
}

/// <summary>How long to wait before starting again what crashed: longer each time, unless it ran well for a while.</summary>
sealed class RestartBackoff
{
    static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    static readonly TimeSpan RanWell = TimeSpan.FromSeconds(30);

    TimeSpan next = First;

    /// <param name="ran">How long it had been running.</param>
    public TimeSpan After(TimeSpan ran)
    {
        var delay = ran > RanWell ? First : next;
        next = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, Longest.Ticks));
        return delay;
    }
}

static class RunOnceResources
{
    /// <summary>Those that others wait for to end.</summary>
    public static HashSet<IResource> RunOnce(this DistributedApplicationModel model) =>
    [
        .. model.Resources
            .SelectMany(resource => resource.Annotations.OfType<WaitAnnotation>())
            .Where(wait => wait.WaitType == WaitType.WaitForCompletion)
            .Select(wait => wait.Resource),
    ];
}
