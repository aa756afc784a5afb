using System.Diagnostics;
using Aspire.Hosting.Running.Relay;
using Aspire.Hosting.Running.Supervision;
using Aspire.Hosting.Running.Workloads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Running;

/// <summary>Runs an app model on this machine: starts its resources in the order of their waits, keeps them running, ends them.</summary>
sealed class Orchestrator(
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext execution,
    AppHostSession session,
    WorkloadChoice workloads,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    IConfiguration configuration,
    TimeProvider time) : IHostedService, IAsyncDisposable
{
    /// <summary>Configuration key: folders, colon-separated, to look for servers' programs in, instead of the usual ones.</summary>
    public const string ServerPathKey = "Embedded:ServerPath";

    // Whoever still serves requests may finish them; after that servers get the rest.
    static readonly TimeSpan StopProjectsWithin = TimeSpan.FromSeconds(9);
    static readonly TimeSpan StopAllWithin = TimeSpan.FromSeconds(13);
    static readonly TimeSpan ShortestPatience = TimeSpan.FromMilliseconds(500);

    readonly List<TcpRelay> relays = [];
    IReadOnlyDictionary<IResource, ResourceRunner> runners = new Dictionary<IResource, ResourceRunner>();
    Stack? stack;
    bool disposed;

    /// <summary>The resources, in the model's order.</summary>
    public IEnumerable<ResourceRunner> Runners => runners.Values;

    public ResourceRunner? Find(string resource) =>
        Runners.FirstOrDefault(runner => string.Equals(runner.Resource.Name, resource, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns when all is on its way; resources come up in the background.</summary>
    /// <exception cref="DistributedApplicationException">Something is missing or in the way; nothing has been started.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        EndpointAllocation.Allocate(model.Resources, fixedPorts: !session.IsUnderTest);
        stack = new Stack(session, execution, loggers, time, configuration[ServerPathKey]);
        try
        {
            runners = CreateRunners();
            foreach (var runner in Runners)
                AddRelays(runner);
            foreach (var runner in Runners)
                await runner.StartAsync();
        }
        catch
        {
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Ends everything: first those that nobody waits for, then what they waited for.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var stopped = new Dictionary<IResource, Task>();
        await Task.WhenAll(Runners.Select(Stop));
        foreach (var relay in relays)
            await relay.DisposeAsync();
        relays.Clear();
        if (Interlocked.Exchange(ref stack, null) is { } ended)
            await ended.DisposeAsync();

        Task Stop(ResourceRunner runner) => stopped.TryGetValue(runner.Resource, out var known)
            ? known
            : stopped[runner.Resource] = StopAfter(runner, [.. Runners.Where(other => WaitsFor(other, runner.Resource)).Select(Stop)]);

        async Task StopAfter(ResourceRunner runner, IReadOnlyList<Task> others)
        {
            await Task.WhenAll(others);
            var patience = (runner.Resource is ProjectResource ? StopProjectsWithin : StopAllWithin) - time.GetElapsedTime(began);
            await runner.StopAsync(patience > ShortestPatience ? patience : ShortestPatience);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The container knows it twice: as itself and as a hosted service.
        if (disposed)
            return;
        disposed = true;
        await StopAsync(CancellationToken.None);
        foreach (var runner in Runners)
            runner.Dispose();
    }

    Dictionary<IResource, ResourceRunner> CreateRunners()
    {
        var created = new Dictionary<IResource, ResourceRunner>();
        var problems = new List<string>();
        foreach (var resource in model.Resources)
        {
            try
            {
                created[resource] = CreateRunner(resource);
            }
            catch (DistributedApplicationException e)
            {
                problems.Add(e.Message);
            }
        }

        // All at once, so that the developer does not meet them one by one.
        return problems.Count == 0 ? created : throw new DistributedApplicationException(string.Join(Environment.NewLine, problems));
    }

    ResourceRunner CreateRunner(IResource resource)
    {
        Debug.Assert(stack is not null);
        var workload = workloads(resource, stack);
        workload.Verify();
        var once = model.Resources.Any(other => other.Waits()
            .Any(wait => wait.Resource == resource && wait.WaitType == WaitType.WaitForCompletion));
        var instances = EndpointAllocation.ReplicasOf(resource)
            .Select(replica => new InstanceRunner(resource, new Instance(replica, stack.OpenLog(replica.Name)), workload, once, stack, notifications));
        return new ResourceRunner(resource, [.. instances], new DependencyWaits(resource, InstancesOf, notifications));
    }

    IReadOnlyList<string> InstancesOf(IResource resource) => [.. runners[resource].Instances.Select(instance => instance.Name)];

    static bool WaitsFor(ResourceRunner runner, IResource resource) =>
        runner.Resource.Waits().Any(wait => wait.Resource == resource);

    void AddRelays(ResourceRunner runner)
    {
        if (runner.Instances.Count == 1)
            return;
        foreach (var endpoint in runner.Resource.Annotations.OfType<EndpointAnnotation>())
        {
            relays.Add(new TcpRelay(
                endpoint.AllocatedEndpoint!.Port,
                () => [.. runner.Instances.Where(instance => instance.IsReady).Select(instance => instance.Instance.Replica.Ports[endpoint])]));
        }
    }
}
