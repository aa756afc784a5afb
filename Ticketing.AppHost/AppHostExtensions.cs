using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.AppHost.Servers;

namespace Ticketing.AppHost;

static class AppHostExtensions
{
    /// <summary>
    /// Adds a secret that a development run makes up, and keeps as long as its data. A deployment must bring its own: one that its
    /// tool made up would differ between the regions.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string name, ParameterDefault inDevelopment) =>
        builder.ExecutionContext.IsPublishMode
            ? builder.AddParameter(name, secret: true)
            : builder.AddParameter(name, inDevelopment, secret: true, persist: builder.Configuration.GetValue("KeepData", true));

    /// <summary>
    /// Puts health on an endpoint of its own, which others are not told of and which must not become external. In production all
    /// have the same port: the deployment tool would give none to a worker, which has no other endpoint.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithManagement(this IResourceBuilder<ProjectResource> project) => project
        .WithHttpEndpoint(
            targetPort: project.ApplicationBuilder.ExecutionContext.IsPublishMode ? 8081 : null, name: "management", env: "MANAGEMENT_PORT")
        .WithEndpoint("management", endpoint =>
        {
            endpoint.ExcludeReferenceEndpoint = true;
            // DCP 0.26.6 can lose what is behind a proxy for ever when it crashes and is started again: such a service would never look
            // healthy again. Replicas, which cannot do without, have each other.
            endpoint.IsProxied = project.Resource.GetReplicaCount() > 1;
        })
        .WithHttpHealthCheck("/health", endpointName: "management");

    /// <summary>
    /// Makes services believe who forwards a request about whose it is: here our own processes, in production the network that the
    /// ingress and the other services are in. Else all customers would be one client, and https would look like http.
    /// </summary>
    public static void TrustProxies(this IDistributedApplicationBuilder builder, params IResourceBuilder<ProjectResource>[] services)
    {
        var network = builder.ExecutionContext.IsPublishMode ? builder.AddParameter("trusted-proxies") : null;
        foreach (var service in services)
        {
            if (network is not null)
                service.WithEnvironment("TrustedProxies__0", network);
            else
                service.WithEnvironment("TrustedProxies__0", "127.0.0.0/8").WithEnvironment("TrustedProxies__1", "::1/128");
        }
    }

    /// <summary>Tells the developer where staff sign in, and with what.</summary>
    public static void AddStaffSignIn(
        this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> web, IResourceBuilder<ParameterResource> password) =>
        builder.Services.AddHostedService(services =>
            ActivatorUtilities.CreateInstance<StaffSignIn>(services, web.GetEndpoint("http"), password.Resource));
}

static class SandboxLedger
{
    /// <summary>
    /// The file in which the sandbox keeps its payments, with the mails beside it. It lives as long as the database does:
    /// payments of bookings that nobody knows would all have to be refunded.
    /// </summary>
    public static string PathIn(string appHostDirectory, DataFolders folders, bool keepData) => keepData
        ? Path.Combine(appHostDirectory, ".sandbox", "ledger.jsonl")
        : Path.Combine(folders.Of("sandbox"), "ledger.jsonl");
}
