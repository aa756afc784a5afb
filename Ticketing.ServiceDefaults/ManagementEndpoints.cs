using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.ServiceDefaults;

/// <summary>
/// <c>/health</c> (ready: every check passes) and <c>/alive</c> (the process answers) on the port <c>MANAGEMENT_PORT</c>, which
/// serves nothing else. They are told apart by the local port: unlike the Host header, a client cannot choose it.
/// </summary>
static class ManagementEndpoints
{
    /// <summary>Adds nothing where there is no such port.</summary>
    public static void UseManagementEndpoints(this IApplicationBuilder app, IConfiguration configuration)
    {
        if (configuration.ManagementPort() is { } port)
        {
            app.MapWhen(http => http.Connection.LocalPort == port, Answer);
        }
    }

    internal static int? ManagementPort(this IConfiguration configuration) => configuration.GetValue<int?>("MANAGEMENT_PORT");

    /// <summary>Listens on the management port beside the addresses that the host was given.</summary>
    internal static void AddManagementPort(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks();
        if (builder.Configuration.ManagementPort() is { } port)
        {
            var addresses = Addresses(builder.Configuration);
            var host = addresses is [var first, ..] ? BindingAddress.Parse(first).Host : "localhost";
            builder.WebHost.UseUrls([.. addresses, string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}")]);
        }
    }

    /// <summary>Setting addresses replaces those of the environment, so they are read first; a container image sets ports only.</summary>
    static string[] Addresses(ConfigurationManager configuration)
    {
        const StringSplitOptions clean = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        string[] urls = configuration[WebHostDefaults.ServerUrlsKey]?.Split(';', clean) ?? [];
        string[] ports = configuration[WebHostDefaults.HttpPortsKey]?.Split(';', clean) ?? [];
        return urls is [] ? [.. ports.Select(port => $"http://*:{port}")] : urls;
    }

    static void Answer(IApplicationBuilder management)
    {
        management.Use((http, next) =>
        {
            // Probes come every few seconds and would drown the users' requests.
            if (http.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
            {
                metrics.MetricsDisabled = true;
            }

            return next(http);
        });
        management.UseHealthChecks("/health");
        management.UseHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false });
        management.Run(http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }
}
