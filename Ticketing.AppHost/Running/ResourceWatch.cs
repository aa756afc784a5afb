using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Ticketing.AppHost.Running;

/// <summary>
/// Hears of all that becomes of the resources, and sees to it that crashed ones are started again and that the developer is told. Not a
/// hosted service: those start only when everything is up.
/// </summary>
sealed class ResourceWatch(
    ResourceNotificationService notifications,
    CrashRestarts restarts,
    RunReport report,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime) : IDistributedApplicationEventingSubscriber, IAsyncDisposable
{
    readonly CancellationTokenSource ended = new();
    Task watching = Task.CompletedTask;

    /// <summary>Tests have a terminal of their own, and random ports.</summary>
    bool IsUnderTest => configuration.GetValue("DcpPublisher:RandomizePorts", false);

    public static bool IsProcess(IResource resource) => resource is ProjectResource or ExecutableResource or ContainerResource;

    public Task SubscribeAsync(IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        eventing.Subscribe<BeforeStartEvent>((_, _) =>
        {
            watching = WatchAsync();
            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await watching;
        ended.Dispose();
    }

    async Task WatchAsync()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, lifetime.ApplicationStopping);
        try
        {
            await foreach (var change in notifications.WatchAsync(stopping.Token))
            {
                if (!IsProcess(change.Resource))
                    continue;
                if (!change.Snapshot.IsHidden)
                    restarts.Notice(change, stopping.Token);
                if (!IsUnderTest)
                    report.Show(change, stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }
}
