using Microsoft.Extensions.Configuration;
using Ticketing.AppHost.Running;
using Ticketing.AppHost.Servers;

namespace Ticketing.Tests.Support.AppHost;

/// <summary>
/// Servers only, with all that the real AppHost adds to Aspire. <c>--CachePort=N</c> fixes Redis's port, <c>--AllServers=true</c> adds
/// PostgreSQL and RabbitMQ, <c>--Crashing=true</c> what cannot run, <c>--KeepData=true</c> keeps the data, by the name in <c>--Data</c>.
/// </summary>
static class SmallModel
{
    /// <summary>Of every server.</summary>
    public const string Password = "0not-to-be-seen0";

    public static IDistributedApplicationBuilder Create(params string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, AssemblyName = "Ticketing.AppHost", DisableDashboard = true });
        var folders = new DataFolders(builder.Configuration["Data"] ?? "", builder.Configuration.GetValue("KeepData", false));
        var password = builder.AddParameter("password", Password, secret: true);
        var cache = builder.AddRedisProcess("cache", folders, password);
        if (builder.Configuration.GetValue<int?>("CachePort") is { } port)
            cache.WithEndpoint(ServerProcess.Tcp, endpoint => endpoint.Port = port);
        if (builder.Configuration.GetValue("AllServers", false))
        {
            builder.AddPostgresProcess("server", folders, "database", password);
            builder.AddRabbitMqProcess("broker", folders, password);
        }

        if (builder.Configuration.GetValue("Crashing", false))
            builder.AddExecutable("crashing", "sh", "/", "-c", "echo no configuration >&2; exit 7");

        builder.AddDevelopmentRun(folders);
        return builder;
    }

    /// <summary>The entry point of this assembly, by which tests start the model as a process of its own.</summary>
    static Task<int> Main(string[] args) => Create(args).Build().RunToEndAsync();
}
