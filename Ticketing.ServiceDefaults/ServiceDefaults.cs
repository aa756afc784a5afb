using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;

namespace Ticketing.ServiceDefaults;

/// <summary>What every service of the system has in common. Read from here into the other files of this folder.</summary>
public static class ServiceDefaults
{
    /// <summary>Adds telemetry, health, graceful shutdown, trusted proxies, and service discovery with resilience for HTTP clients.</summary>
    public static void AddServiceDefaults(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddTestSettings();
        builder.AddTelemetry();
        builder.AddManagementPort();
        builder.AddGracefulShutdown();
        builder.AddTrustedProxies();

        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddServiceDiscovery();
            // A write that got no answer may have happened: only its caller knows whether it can be sent again.
            http.AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
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
