using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running.Supervision;

/// <summary>Holds a resource back until what it waits for has got far enough, on every replica.</summary>
/// <param name="instancesOf">The names of a resource's instances.</param>
sealed class DependencyWaits(IResource resource, Func<IResource, IReadOnlyList<string>> instancesOf, ResourceNotificationService notifications)
{
    readonly IReadOnlyList<WaitAnnotation> waits = [.. resource.Waits()];

    /// <param name="publish">Told the state to show while it holds back.</param>
    /// <exception cref="DistributedApplicationException">It will never get there; says why.</exception>
    public async Task PassAsync(Action<string> publish, CancellationToken cancellationToken)
    {
        if (waits.Count == 0)
            return;

        publish(KnownResourceStates.Waiting);
        await Task.WhenAll(
            from wait in waits
            from instance in instancesOf(wait.Resource)
            select PassAsync(wait, instance, cancellationToken));
    }

    async Task PassAsync(WaitAnnotation wait, string instance, CancellationToken cancellationToken)
    {
        var reached = await notifications.WaitForResourceAsync(
            wait.Resource.Name, change => change.ResourceId == instance && (IsFarEnough(wait, change.Snapshot) || HasEnded(change.Snapshot)), cancellationToken);
        if (!IsFarEnough(wait, reached.Snapshot))
            throw new DistributedApplicationException($"Does not start, because '{instance}', which it waits for, {Fate(reached.Snapshot)}.");
    }

    static bool IsFarEnough(WaitAnnotation wait, CustomResourceSnapshot snapshot) => wait.WaitType switch
    {
        WaitType.WaitForCompletion => snapshot.State?.Text == KnownResourceStates.Finished && snapshot.ExitCode == wait.ExitCode,
        WaitType.WaitUntilStarted => snapshot.State?.Text == KnownResourceStates.Running,
        _ => snapshot.HealthStatus == HealthStatus.Healthy,
    };

    static bool HasEnded(CustomResourceSnapshot snapshot) => snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);

    static string Fate(CustomResourceSnapshot snapshot) => snapshot.State?.Text == KnownResourceStates.FailedToStart
        ? "failed to start"
        : snapshot.ExitCode is { } code ? $"ended with exit code {code}" : "was stopped";
}
