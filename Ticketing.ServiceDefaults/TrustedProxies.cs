using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ticketing.ServiceDefaults;

/// <summary>
/// A client's address and scheme are taken from <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> only when the request comes from
/// an address in <c>TrustedProxies</c> (a list of networks such as <c>10.0.0.0/8</c>). Without that list the headers are ignored, also where
/// <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c>, which the app model sets, would have ASP.NET Core believe everybody.
/// </summary>
static class TrustedProxies
{
    public static void AddTrustedProxies(this WebApplicationBuilder builder)
    {
        var networks = builder.Configuration.GetSection("TrustedProxies").Get<string[]>() ?? [];
        if (networks is [])
        {
            builder.Services.PostConfigure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.None);
            return;
        }

        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            // The list, not a count of hops, says where trust ends.
            options.ForwardLimit = null;
            foreach (var network in networks)
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
            }
        });
        builder.Services.AddTransient<IStartupFilter, ForwardedHeadersFirst>();
    }

    /// <summary>Runs before every middleware of the application, all of which may ask for the client's address.</summary>
    sealed class ForwardedHeadersFirst : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseForwardedHeaders();
            next(app);
        };
    }
}

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
