using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>The finished application: everything the AppHost runs or publishes.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    readonly IHost host;
    readonly AppHostHandover? handover;

    internal DistributedApplication(IHost host, AppHostHandover? handover) => (this.host, this.handover) = (host, handover);

    /// <summary>Services of the AppHost itself.</summary>
    public IServiceProvider Services => host.Services;

    /// <summary>How the resources are and how that changes.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>Begins an app model.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new DistributedApplicationBuilder(args, AppHostHandover.Current);

    /// <summary>Runs the application until it is told to end; blocks.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Runs the application until it is told to end. Under test the test starts and ends it, and this only waits.</summary>
    public virtual Task RunAsync(CancellationToken cancellationToken = default) =>
        handover is null ? HostingAbstractionsHostExtensions.RunAsync(host, cancellationToken) : handover.Ended.WaitAsync(cancellationToken);

    /// <summary>Starts the resources, or writes what was asked for.</summary>
    /// <exception cref="DistributedApplicationException">Something needed is missing, such as a server's program or a free port.</exception>
    public virtual async Task StartAsync(CancellationToken cancellationToken = default)
    {
        handover?.ThrowIfFailed();
        await host.StartAsync(cancellationToken);
    }

    /// <summary>Ends all resources.</summary>
    public virtual Task StopAsync(CancellationToken cancellationToken = default) => host.StopAsync(cancellationToken);

    /// <inheritdoc />
    public virtual void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends all resources and forgets them.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        try
        {
            await host.StopAsync();
        }
        finally
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            handover?.End();
        }

        GC.SuppressFinalize(this);
    }
}
