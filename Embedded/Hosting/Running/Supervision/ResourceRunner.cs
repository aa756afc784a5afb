namespace Aspire.Hosting.Running.Supervision;

/// <summary>Starts a resource's instances when what it waits for is there, and ends them.</summary>
sealed class ResourceRunner(IResource resource, IReadOnlyList<InstanceRunner> instances, DependencyWaits waits) : IDisposable
{
    static readonly TimeSpan OrdinaryPatience = TimeSpan.FromSeconds(10);

    readonly SemaphoreSlim oneAtATime = new(1, 1);
    CancellationTokenSource? stopping;
    Task running = Task.CompletedTask;
    TimeSpan patience;

    public IResource Resource => resource;

    public IReadOnlyList<InstanceRunner> Instances => instances;

    /// <summary>Whether there is anything to start and stop.</summary>
    public bool HasProcess => instances.Any(instance => instance.HasProcess);

    /// <summary>Whether it is meant to end.</summary>
    public bool RunsOnce => instances.All(instance => instance.RunsOnce);

    /// <summary>Whether it runs, or is on its way.</summary>
    public bool IsRunning => !running.IsCompleted;

    /// <summary>Whether every instance is healthy, or has done what it was started for.</summary>
    public bool IsUp => instances.All(instance => instance.IsUp);

    /// <summary>Begins to start it; does nothing if it runs.</summary>
    public Task StartAsync() => AloneAsync(() =>
    {
        Start();
        return Task.CompletedTask;
    });

    /// <summary>Returns when all its processes have gone.</summary>
    public Task StopAsync() => StopAsync(OrdinaryPatience);

    /// <param name="within">How long its processes may take before they are killed.</param>
    public Task StopAsync(TimeSpan within) => AloneAsync(() => StopRunAsync(within));

    public Task RestartAsync() => AloneAsync(async () =>
    {
        await StopRunAsync(OrdinaryPatience);
        Start();
    });

    public void Dispose()
    {
        oneAtATime.Dispose();
        stopping?.Dispose();
    }

    void Start()
    {
        if (!running.IsCompleted)
            return;
        stopping?.Dispose();
        stopping = new();
        running = RunAsync(stopping.Token);
    }

    async Task StopRunAsync(TimeSpan within)
    {
        patience = within;
        if (stopping is not null)
            await stopping.CancelAsync();
        await running;
    }

    async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await waits.PassAsync(state => Publish(state), cancellationToken);
        }
        catch (DistributedApplicationException e)
        {
            Publish(KnownResourceStates.FailedToStart, e.Message);
            return;
        }
        catch (OperationCanceledException)
        {
            Publish(KnownResourceStates.Exited);
            return;
        }

        await Task.WhenAll(instances.Select(instance => RunAsync(instance, cancellationToken)));
    }

    async Task RunAsync(InstanceRunner instance, CancellationToken cancellationToken)
    {
        try
        {
            await instance.RunAsync(() => patience, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            instance.Publish(KnownResourceStates.Exited);
        }
        // Whatever keeps one resource from starting is shown at it, and must not end the others.
        catch (Exception e)
        {
            instance.Publish(KnownResourceStates.FailedToStart, $"Could not be started: {e.Message}");
        }
    }

    void Publish(string state, string? why = null)
    {
        foreach (var instance in instances)
            instance.Publish(state, why);
    }

    async Task AloneAsync(Func<Task> command)
    {
        await oneAtATime.WaitAsync();
        try
        {
            await command();
        }
        finally
        {
            oneAtATime.Release();
        }
    }
}
