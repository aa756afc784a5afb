using Aspire.Hosting.Running.Processes;

namespace Aspire.Hosting.Running.Workloads;

/// <summary>What is to be run for a resource.</summary>
interface IWorkload
{
    /// <summary>Whether it ever has a process.</summary>
    bool HasProcess => true;

    /// <summary>Asks its process to end.</summary>
    Signal StopSignal => Signal.Terminate;

    /// <summary>Makes sure that it can run at all, before anything of the stack is started.</summary>
    /// <exception cref="DistributedApplicationException">Something is missing; says what to do.</exception>
    void Verify() { }

    /// <summary>Gets ready to start, again before each restart; null if there is nothing to run as a process.</summary>
    /// <exception cref="DistributedApplicationException">It cannot be started; says why.</exception>
    Task<ProcessStart?> PrepareAsync(Instance instance, CancellationToken cancellationToken);

    /// <summary>What must pass for the instance to be healthy; nothing to ask means that running is enough.</summary>
    IReadOnlyList<HealthProbe> ProbesFor(Instance instance) => [];
}

/// <summary>One question to an instance.</summary>
/// <param name="Name">Tells it from the instance's other questions.</param>
/// <param name="CheckAsync">Null if all is well, else what is wrong; an exception counts as its message.</param>
sealed record HealthProbe(string Name, Func<CancellationToken, Task<string?>> CheckAsync);

/// <summary>One process of a resource, or its place while there is none.</summary>
/// <param name="Replica">The name and the ports of its own.</param>
/// <param name="Log">Its console.</param>
sealed record Instance(Replica Replica, InstanceLog Log)
{
    public int PortOf(EndpointReference endpoint) => Replica.Ports[endpoint.EndpointAnnotation];
}
