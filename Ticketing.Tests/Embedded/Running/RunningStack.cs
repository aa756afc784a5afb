using Aspire.Hosting.Running;
using Aspire.Hosting.Running.Supervision;
using Aspire.Hosting.Running.Workloads;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Tests.Embedded.Running;

/// <summary>A small app model that runs inside the test, on free ports and with throw-away data.</summary>
sealed class RunningStack : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("running-stack-");
    readonly DistributedApplication application;

    RunningStack(Action<IDistributedApplicationBuilder> model)
    {
        var builder = new DistributedApplicationBuilder([], new AppHostSession("Stack", folder.FullName, IsUnderTest: true));
        builder.Services.AddSingleton<WorkloadChoice>((resource, stack) => resource as IWorkload ?? Workload.For(resource, stack));
        model(builder);
        application = builder.Build();
    }

    public IServiceProvider Services => application.Services;

    public static async Task<RunningStack> StartAsync(Action<IDistributedApplicationBuilder> model)
    {
        var stack = new RunningStack(model);
        try
        {
            await stack.application.StartAsync();
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    public ResourceRunner Runner(string resource) => Services.GetRequiredService<Orchestrator>().Find(resource)!;

    public async Task<CustomResourceSnapshot> UntilAsync(string resource, Func<CustomResourceSnapshot, bool> condition)
    {
        using var late = new CancellationTokenSource(Patience);
        return (await application.ResourceNotifications.WaitForResourceAsync(resource, change => condition(change.Snapshot), late.Token)).Snapshot;
    }

    public async Task<CustomResourceSnapshot> UntilHealthyAsync(string resource)
    {
        using var late = new CancellationTokenSource(Patience);
        return (await application.ResourceNotifications.WaitForResourceHealthyAsync(resource, late.Token)).Snapshot;
    }

    public async Task UntilLogSaysAsync(string resource, string text)
    {
        using var late = new CancellationTokenSource(Patience);
        var seen = new List<string>();
        try
        {
            await foreach (var batch in Services.GetRequiredService<ResourceLoggerService>().WatchAsync(resource).WithCancellation(late.Token))
            {
                seen.AddRange(batch.Select(line => line.Content));
                if (seen.Any(line => line.Contains(text, StringComparison.Ordinal)))
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            seen.ShouldContain(text);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
