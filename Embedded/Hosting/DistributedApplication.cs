using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>The finished application: everything the AppHost runs or publishes.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    readonly IHost host;
    readonly AppHostHandover? handover;
    bool stopped;
    bool disposed;

    internal DistributedApplication(IHost host, AppHostHandover? handover) => (this.host, this.handover) = (host, handover);

    /// <summary>Services of the AppHost itself.</summary>
    public IServiceProvider Services => host.Services;

    /// <summary>How the resources are and how that changes.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>Begins an app model.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args)
    {
        var handover = AppHostHandover.Current;
        var appHost = handover?.AppHost ?? Assembly.GetEntryAssembly();
        return new DistributedApplicationBuilder(args, AppHostSession.Of(appHost, isUnderTest: handover is not null), handover);
    }

    /// <summary>Runs the application until it is told to end; blocks. What the developer has to put right is said in one line, with exit code 1.</summary>
    public void Run()
    {
        try
        {
            RunAsync().GetAwaiter().GetResult();
        }
        catch (DistributedApplicationException e) when (handover is null)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            Environment.ExitCode = 1;
        }
    }

    /// <summary>Runs the application until it is told to end. An AppHost under test leaves that to the test, and waits for its end.</summary>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (handover is not null && handover == AppHostHandover.Current)
        {
            await handover.Ended.WaitAsync(cancellationToken);
            return;
        }

        try
        {
            await StartAsync(cancellationToken);
            await host.WaitForShutdownAsync(cancellationToken);
            stopped = true;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Starts the resources, or writes what was asked for.</summary>
    /// <exception cref="DistributedApplicationException">Something needed is missing, such as a server's program or a free port.</exception>
    public virtual Task StartAsync(CancellationToken cancellationToken = default)
    {
        handover?.ThrowIfFailed();
        return host.StartAsync(cancellationToken);
    }

    /// <summary>Ends all resources.</summary>
    public virtual async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (stopped)
            return;

        stopped = true;
        await host.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    public virtual void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends all resources and forgets them.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        if (disposed)
            return;

        disposed = true;
        try
        {
            await StopAsync();
        }
        finally
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            handover?.End();
        }

        GC.SuppressFinalize(this);
    }
}
