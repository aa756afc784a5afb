using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Keeps the latest snapshot of every resource and tells who wants to know.</summary>
public class ResourceNotificationService : IDisposable
{
    readonly Lock gate = new();
    readonly OrderedDictionary<string, ResourceEvent> latest = new(StringComparer.OrdinalIgnoreCase);
    ImmutableList<Channel<ResourceEvent>> watchers = [];
    bool disposed;

    /// <summary>Replaces the snapshot of a resource by what the factory makes of it.</summary>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory) =>
        PublishUpdateAsync(resource, resource.Name, stateFactory);

    /// <summary>Replaces the snapshot of one replica by what the factory makes of it.</summary>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (gate)
        {
            var earlier = latest.TryGetValue(resourceId, out var known)
                ? known.Snapshot
                : new() { ResourceType = resource.GetType().Name.Replace("Resource", ""), Properties = [], State = KnownResourceStates.NotStarted };
            var change = new ResourceEvent(resource, resourceId, stateFactory(earlier));
            latest[resourceId] = change;
            foreach (var watcher in watchers)
                watcher.Writer.TryWrite(change);
        }

        return Task.CompletedTask;
    }

    /// <summary>The snapshot of a resource or replica, if there is one.</summary>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (gate)
            return latest.TryGetValue(resourceId, out resourceEvent);
    }

    /// <summary>The latest snapshot of every resource, then each change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var changes = Channel.CreateUnbounded<ResourceEvent>(new() { SingleReader = true });
        lock (gate)
        {
            foreach (var known in latest.Values)
                changes.Writer.TryWrite(known);
            if (disposed)
                changes.Writer.TryComplete();
            else
                watchers = watchers.Add(changes);
        }

        try
        {
            await foreach (var change in changes.Reader.ReadAllAsync(cancellationToken))
                yield return change;
        }
        finally
        {
            lock (gate)
                watchers = watchers.Remove(changes);
        }
    }

    /// <summary>Waits until the resource is in the state, by default running.</summary>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits until the resource is in one of the states, and says in which.</summary>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToHashSet();
        var reached = await WaitForResourceAsync(resourceName, e => e.Snapshot.State is { } state && states.Contains(state.Text), cancellationToken);
        return reached.Snapshot.State!.Text;
    }

    /// <summary>Waits until something is true of the resource.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or the application ended first.</exception>
    public async Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var change in WatchAsync(cancellationToken))
        {
            if (string.Equals(change.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(change))
                return change;
        }

        throw new OperationCanceledException($"The application ended before '{resourceName}' got where it was waited for.");
    }

    /// <summary>Waits until the resource runs and its health checks pass.</summary>
    /// <exception cref="DistributedApplicationException">The resource ended instead.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default)
    {
        var reached = await WaitForResourceAsync(resourceName, e => e.Snapshot.HealthStatus == HealthStatus.Healthy || HasEnded(e.Snapshot), cancellationToken);
        return HasEnded(reached.Snapshot)
            ? throw new DistributedApplicationException(
                $"Stopped waiting for resource '{resourceName}' to become healthy: it is {reached.Snapshot.State!.Text}"
                + (reached.Snapshot.ExitCode is { } code ? $" with exit code {code}." : "."))
            : reached;

        static bool HasEnded(CustomResourceSnapshot snapshot) => snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);
    }

    /// <summary>Ends all waits.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            foreach (var watcher in watchers)
                watcher.Writer.TryComplete();
        }

        GC.SuppressFinalize(this);
    }
}
