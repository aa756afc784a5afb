using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.AppHost.Servers;

/// <summary>What the services of a development run keep their data in.</summary>
/// <param name="Management">RabbitMQ's HTTP API, as an address with user and password.</param>
/// <param name="Postgres">Where services sign in as users of their own.</param>
/// <param name="Broker">As above.</param>
sealed record DevelopmentServers(
    IResourceBuilder<IResourceWithConnectionString> Database,
    IResourceBuilder<IResourceWithConnectionString> Redis,
    IResourceBuilder<IResourceWithConnectionString> RabbitMq,
    IResourceBuilder<IResourceWithConnectionString> Management,
    EndpointReference Postgres,
    EndpointReference Broker);

static class DevelopmentServersExtensions
{
    const string DatabaseName = "ticketing";

    static bool HasContainerRuntime =>
        ((string[])["/var/run/docker.sock", "/run/podman/podman.sock", $"{Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR")}/podman/podman.sock"]).Any(File.Exists);

    /// <summary>Containers where a container runtime listens, else processes of this machine; <c>Servers:Containers</c> decides otherwise.</summary>
    public static DevelopmentServers AddServers(this IDistributedApplicationBuilder builder, DataFolders folders, bool keepData) =>
        builder.Configuration.GetValue("Servers:Containers", HasContainerRuntime) ? builder.AddContainers(keepData) : builder.AddProcesses(folders);

    static DevelopmentServers AddProcesses(this IDistributedApplicationBuilder builder, DataFolders folders)
    {
        IResourceBuilder<ParameterResource> Password(string server) =>
            builder.AddSecret($"{server}-password", new GenerateParameterDefault { MinLength = 22, Special = false });

        var postgres = builder.AddPostgresProcess("postgres", folders, DatabaseName, Password("postgres"));
        var password = Password("rabbitmq");
        var rabbitmq = builder.AddRabbitMqProcess("rabbitmq", folders, password);
        return new DevelopmentServers(
            builder.AddConnectionString(DatabaseName, ReferenceExpression.Create($"{postgres}")).WithParentRelationship(postgres.Resource).WaitFor(postgres),
            builder.AddRedisProcess("redis", folders, Password("redis")),
            rabbitmq,
            builder.AddManagement(RabbitMqProcess.User, password.Resource, rabbitmq.Resource.ManagementEndpoint),
            postgres.Resource.Endpoint,
            rabbitmq.Resource.Endpoint);
    }

    static DevelopmentServers AddContainers(this IDistributedApplicationBuilder builder, bool keepData)
    {
        var postgres = builder.AddPostgres("postgres");
        var rabbitmq = builder.AddRabbitMQ("rabbitmq").WithManagementPlugin();
        if (keepData)
        {
            postgres.WithDataVolume();
            rabbitmq.WithDataVolume();
        }

        return new DevelopmentServers(
            postgres.AddDatabase(DatabaseName),
            builder.AddRedis("redis"),
            rabbitmq,
            builder.AddManagement("guest", rabbitmq.Resource.PasswordParameter, rabbitmq.GetEndpoint("management")),
            postgres.Resource.PrimaryEndpoint,
            rabbitmq.Resource.PrimaryEndpoint);
    }

    static IResourceBuilder<ConnectionStringResource> AddManagement(
        this IDistributedApplicationBuilder builder, string user, ParameterResource password, EndpointReference endpoint) =>
        builder.AddConnectionString("rabbitmq-management", ReferenceExpression.Create(
            $"http://{user}:{password:uri}@{endpoint.Property(EndpointProperty.HostAndPort)}")).WithParentRelationship(endpoint.Resource);
}
