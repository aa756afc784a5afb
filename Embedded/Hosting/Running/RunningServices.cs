using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Running.Workloads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

static class RunningServices
{
    /// <summary>Adds the hosted services that start, watch and end the resources.</summary>
    public static IServiceCollection AddRunning(this IServiceCollection services)
    {
        services.TryAddSingleton<WorkloadChoice>(Workload.For);
        services.AddSingleton<Orchestrator>();
        services.AddSingleton(provider => new ResourceCommandService(provider.GetRequiredService<Orchestrator>()));
        services.AddSingleton<DashboardState>();
        services.AddSingleton<DashboardEndpoints>();
        services.AddSingleton<DashboardServer>();
        // In this order: a page that cannot be served is known before anything starts, and it shows how everything ends.
        services.AddHostedService(provider => provider.GetRequiredService<DashboardServer>());
        services.AddHostedService<StackConsole>();
        services.AddHostedService(provider => provider.GetRequiredService<Orchestrator>());
        // That it failed to start is thrown as well.
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical));
        // Longer than the orchestrator takes at most.
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        return services;
    }
}
