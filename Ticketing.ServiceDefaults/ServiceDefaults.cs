using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
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
