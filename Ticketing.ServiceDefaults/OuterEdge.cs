using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ticketing.ServiceDefaults;

/// <summary>What comes before everything else, the framework's filter of hosts as well: management, and what every answer says.</summary>
sealed class OuterEdge(IConfiguration configuration, IHostEnvironment environment) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseManagementEndpoints(configuration);
        app.UseAnswerHeaders(environment);
        next(app);
    };
}

static class OuterEdgeExtensions
{
    /// <summary>The first of all startup filters is the outermost; the framework has registered its own already.</summary>
    public static void AddOuterEdge(this WebApplicationBuilder builder)
    {
        builder.Services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, OuterEdge>());
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    }
}
