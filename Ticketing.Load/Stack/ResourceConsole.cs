using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ticketing.Load.Stack;

static class ResourceConsole
{
    /// <summary>Aspire's testing writes all that its resources write to the console of the run, where nobody would find anything else.</summary>
    public static void Silence(IServiceCollection services) => services.AddLogging(logging => logging
        .AddFilter("Ticketing.AppHost.Resources", LogLevel.None)
        .AddFilter("Aspire.Hosting", LogLevel.Error));
}
