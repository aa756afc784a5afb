namespace Ticketing.AppHost;

/// <summary>
/// What services sign in to PostgreSQL and RabbitMQ as: each as a user of its own, which migrations makes from the very same connection
/// string, with the rights that the service needs and no more.
/// </summary>
/// <param name="postgres">Null where servers are managed ones: then the connection strings come from outside, each under its own name.</param>
/// <param name="broker">As above.</param>
sealed class ServiceAccounts(
    IResourceBuilder<ProjectResource> migrations, EndpointReference? postgres, EndpointReference? broker)
{
    readonly IDistributedApplicationBuilder builder = migrations.ApplicationBuilder;
    readonly Dictionary<string, IResourceBuilder<ParameterResource>> passwords = [];

    public IResourceBuilder<IResourceWithConnectionString> Database(string service)
    {
        if (postgres is null)
            return Known(builder.AddConnectionString($"ticketing-{service}"));

        return Known(Local($"ticketing-{service}", ReferenceExpression.Create(
            $"Host={postgres.Property(EndpointProperty.Host)};Port={postgres.Property(EndpointProperty.Port)};Database=ticketing;Username={service.Replace('-', '_')};Password={Password(service)}")));
    }

    public IResourceBuilder<IResourceWithConnectionString> Broker(string service) => Known(broker is null
        ? builder.AddConnectionString($"rabbitmq-{service}")
        : Local($"rabbitmq-{service}", ReferenceExpression.Create($"amqp://{service}:{Password(service)}@{broker.Property(EndpointProperty.HostAndPort)}")));

    /// <summary>
    /// No resource of its own: the dashboard would show nine more, and call each server by the name of one of its accounts, since it names
    /// what a span calls by the first connection string that has the address.
    /// </summary>
    IResourceBuilder<IResourceWithConnectionString> Local(string name, ReferenceExpression connectionString) =>
        builder.CreateResourceBuilder<IResourceWithConnectionString>(new ConnectionStringResource(name, connectionString));

    /// <summary>One for both servers, of letters and digits.</summary>
    IResourceBuilder<ParameterResource> Password(string service) => passwords.TryGetValue(service, out var known)
        ? known
        : passwords[service] = builder.AddSecret($"{service}-password", new GenerateParameterDefault { MinLength = 32, Special = false });

    IResourceBuilder<IResourceWithConnectionString> Known(IResourceBuilder<IResourceWithConnectionString> connection)
    {
        // Shells lose variables with a hyphen in their names.
        migrations.WithReference(connection, connectionName: connection.Resource.Name.Replace('-', '_'));
        return connection;
    }
}

static class ServiceAccountsExtensions
{
    /// <summary>Gives the service its connection string <c>ticketing</c>.</summary>
    public static IResourceBuilder<ProjectResource> WithDatabase(this IResourceBuilder<ProjectResource> service, ServiceAccounts accounts) =>
        service.WithReference(accounts.Database(service.Resource.Name), connectionName: "ticketing");

    /// <summary>Gives the service its connection string <c>rabbitmq</c>; what stands on the broker is declared by migrations.</summary>
    public static IResourceBuilder<ProjectResource> WithBroker(this IResourceBuilder<ProjectResource> service, ServiceAccounts accounts) => service
        .WithReference(accounts.Broker(service.Resource.Name), connectionName: "rabbitmq")
        .WithEnvironment("Messaging__DeclareTopology", "false");
}
