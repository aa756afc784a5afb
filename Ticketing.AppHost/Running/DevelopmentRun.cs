using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ticketing.AppHost.Servers;

namespace Ticketing.AppHost.Running;

static class DevelopmentRun
{
    /// <summary>What Aspire does not do and people need. Call it when the model is complete.</summary>
    public static void AddDevelopmentRun(this IDistributedApplicationBuilder builder, DataFolders folders)
    {
        // Else the AppHost ends before what it started, and takes the folders from under it.
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";
        builder.RunBuiltProjects();
        var mark = new StackMark();
        foreach (var process in builder.Resources.OfType<IResourceWithEnvironment>().Where(resource => resource is not ContainerResource).ToList())
            builder.CreateResourceBuilder(process).WithEnvironment(StackGuard.Marker, mark.Value);
        builder.Services.AddSingleton(mark);
        builder.Services.TryAddSingleton(TimeProvider.System);
        // Not as an instance: those are not disposed of.
        builder.Services.AddSingleton(_ => folders);
        builder.Services.AddSingleton<StackGuard>();
        builder.Services.AddEventingSubscriber<Preflight>();
        builder.Services.AddSingleton<CrashRestarts>();
        builder.Services.AddSingleton<RunReport>();
        builder.Services.AddEventingSubscriber<ResourceWatch>();
    }

    /// <summary>Runs it to its end. What it cannot start with is said without a stack of calls.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunToEndAsync(this DistributedApplication application)
    {
        await using (application)
        {
            try
            {
                await application.RunAsync();
                return 0;
            }
            catch (DistributedApplicationException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 1;
            }
        }
    }
}
