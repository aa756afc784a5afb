using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Embedded.Client;

static class HealthChecks
{
    /// <summary>As in Aspire, a client that is added twice is checked once.</summary>
    public static void AddHealthCheckOnce<TCheck>(this IHostApplicationBuilder builder, string name)
        where TCheck : class, IHealthCheck
    {
        if (builder.Properties.TryAdd(typeof(TCheck), name))
        {
            builder.Services.AddHealthChecks().AddCheck<TCheck>(name);
        }
    }
}
