using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Ticketing.ServiceDefaults;

/// <summary>What every service of the system has in common. Read from here into the other files of this folder.</summary>
public static class ServiceDefaults
{
    /// <summary>Adds telemetry, health, graceful shutdown, trusted proxies, the hosts it answers to, what every answer says, and service discovery.</summary>
    public static void AddServiceDefaults(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddTestSettings();
        builder.AddTelemetry();
        builder.AddManagementPort();
        builder.AddGracefulShutdown();
        builder.AddTrustedProxies();
        builder.AddAllowedHosts();
        builder.AddOuterEdge();

        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddServiceDiscovery();
            // All customers share a client: a cookie of one's answer would go along with another's request.
            http.UseSocketsHttpHandler((connections, _) => connections.UseCookies = false);
        });
    }

    /// <summary>What a job has of it, which runs once and listens nowhere: telemetry.</summary>
    public static void AddJobDefaults(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddTestSettings();
        builder.AddTelemetry();
    }
}

/// <summary>
/// A service that is told to stop first says that it is not ready, keeps serving for <c>Shutdown:Notice</c> (1 s) while those who
/// send it requests notice, then drains what it has begun for at most <c>Shutdown:Timeout</c> (30 s).
/// </summary>
sealed class GracefulShutdown(IConfiguration configuration) : IHostedLifecycleService, IHealthCheck
{
    volatile bool stopping;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        return Task.Delay(configuration.GetValue("Shutdown:Notice", TimeSpan.FromSeconds(1)), cancellationToken);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(stopping ? HealthCheckResult.Unhealthy("Stopping.") : HealthCheckResult.Healthy());

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

static class GracefulShutdownExtensions
{
    public static void AddGracefulShutdown(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GracefulShutdown>();
        builder.Services.AddHostedService(services => services.GetRequiredService<GracefulShutdown>());
        builder.Services.AddHealthChecks().AddCheck<GracefulShutdown>("shutdown");
        builder.Services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = builder.Configuration.GetValue("Shutdown:Timeout", TimeSpan.FromSeconds(30)));
    }
}
