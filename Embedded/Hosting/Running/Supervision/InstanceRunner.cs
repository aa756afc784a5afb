using Aspire.Hosting.Running.Processes;
using Aspire.Hosting.Running.Workloads;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running.Supervision;

/// <summary>Keeps one instance of a resource running and tells how it is.</summary>
/// <param name="once">Whether it is meant to end: then it is not started again.</param>
sealed class InstanceRunner(
    IResource resource, Instance instance, IWorkload workload, bool once, Stack stack, ResourceNotificationService notifications)
{
    volatile bool isReady;
    volatile bool isDone;

    public Instance Instance => instance;

    public string Name => instance.Replica.Name;

    public bool HasProcess => workload.HasProcess;

    /// <summary>Whether it is meant to end.</summary>
    public bool RunsOnce => once;

    /// <summary>Whether it runs and is healthy.</summary>
    public bool IsReady => isReady;

    /// <summary>Whether it is ready, or has done what it was started for.</summary>
    public bool IsUp => isReady || isDone;

    /// <summary>Whether it has done what it was started for.</summary>
    public bool IsDone => isDone;

    /// <summary>Runs it until it has ended for good, or is cancelled and has stopped.</summary>
    /// <param name="patience">How long it may take to stop before it is killed.</param>
    public async Task RunAsync(Func<TimeSpan> patience, CancellationToken cancellationToken)
    {
        var backoff = new RestartBackoff();
        for (var restarts = 0; ; restarts++)
        {
            Publish(snapshot => snapshot with { State = KnownResourceStates.Starting, ExitCode = null, Restarts = restarts, HealthReports = [] });
            if (await workload.PrepareAsync(instance, cancellationToken) is not { } start)
            {
                await RunWithoutProcessAsync(cancellationToken);
                return;
            }

            var began = stack.Time.GetTimestamp();
            var exitCode = await RunProcessAsync(start, patience, cancellationToken);
            var ended = cancellationToken.IsCancellationRequested ? KnownResourceStates.Exited : once ? KnownResourceStates.Finished : KnownResourceStates.Restarting;
            Publish(snapshot => snapshot with
            {
                State = ended,
                ExitCode = exitCode,
                ProcessId = null,
                HealthReports = [],
                StopTimeStamp = stack.Time.GetUtcNow().UtcDateTime,
            });
            if (ended != KnownResourceStates.Restarting)
            {
                instance.Log.Note($"Ended with exit code {exitCode}.", isError: once && exitCode != 0);
                return;
            }

            var delay = backoff.After(stack.Time.GetElapsedTime(began));
            instance.Log.Note($"Crashed with exit code {exitCode}; starts again in {delay.TotalSeconds} s (restart {restarts + 1}).", isError: true);
            await Task.Delay(delay, stack.Time, cancellationToken);
        }
    }

    /// <summary>Shows that it holds back, or why it will not start.</summary>
    public void Publish(string state, string? why = null)
    {
        if (why is not null)
            instance.Log.Note(why, isError: state == KnownResourceStates.FailedToStart);
        Publish(snapshot => snapshot with { State = state, ProcessId = null, HealthReports = [] });
    }

    async Task<int> RunProcessAsync(ProcessStart start, Func<TimeSpan> patience, CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(start, stack.Id, instance.Log.Write);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = WatchHealth(snapshot => snapshot with
        {
            ProcessId = process.Id,
            StopTimeStamp = null,
            EnvironmentVariables = [.. start.Environment.Select(variable => new EnvironmentVariableSnapshot(variable.Key, variable.Value, IsFromSpec: true))],
        }, watching.Token);

        await ((Task)process.Exited).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watching.CancelAsync();
        await watch;
        if (cancellationToken.IsCancellationRequested)
        {
            Publish(snapshot => snapshot with { State = KnownResourceStates.Stopping });
            await process.StopAsync(workload.StopSignal, patience(), stack.Time);
        }

        return await process.Exited;
    }

    async Task RunWithoutProcessAsync(CancellationToken cancellationToken)
    {
        var watch = WatchHealth(snapshot => snapshot, cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watch;
        Publish(snapshot => snapshot with { State = KnownResourceStates.Exited });
    }

    Task WatchHealth(Func<CustomResourceSnapshot, CustomResourceSnapshot> started, CancellationToken cancellationToken)
    {
        var watch = new HealthWatch(workload.ProbesFor(instance), reports => Publish(snapshot => snapshot with { HealthReports = reports }), stack.Time);
        Publish(snapshot => started(snapshot) with
        {
            State = KnownResourceStates.Running,
            StartTimeStamp = stack.Time.GetUtcNow().UtcDateTime,
            HealthReports = watch.Unknown,
        });
        return watch.RunAsync(cancellationToken);
    }

    void Publish(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) => notifications.PublishUpdateAsync(resource, Name, snapshot =>
    {
        var changed = change(snapshot);
        isReady = changed.HealthStatus == HealthStatus.Healthy;
        isDone = changed.State?.Text == KnownResourceStates.Finished && changed.ExitCode == 0;
        return changed;
    });
}
