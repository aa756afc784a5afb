namespace Aspire.Hosting.ApplicationModel;

/// <summary>A PostgreSQL server.</summary>
public class PostgresServerResource(string name, ParameterResource password) : ContainerResource(name), IResourceWithConnectionString
{
    internal const string UserName = "postgres";

    /// <summary>Where clients connect.</summary>
    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    /// <summary>Password of the user <c>postgres</c>.</summary>
    public ParameterResource PasswordParameter { get; set; } = password;

    /// <inheritdoc />
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"Host={Host};Port={Port};Username={UserName};Password={PasswordParameter}");

    internal EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    internal EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);
}

/// <summary>A database of a PostgreSQL server.</summary>
public class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource postgresParentResource)
    : Resource(name), IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString
{
    /// <inheritdoc />
    public PostgresServerResource Parent { get; } = postgresParentResource;

    /// <summary>The name that the server knows it by.</summary>
    public string DatabaseName { get; } = databaseName;

    /// <inheritdoc />
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Parent};Database={DatabaseName}");

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties()
    {
        var (host, port, user, password) = (Parent.Host, Parent.Port, PostgresServerResource.UserName, Parent.PasswordParameter);
        return
        [
            new("Host", ReferenceExpression.Create($"{host}")),
            new("Port", ReferenceExpression.Create($"{port}")),
            new("Username", ReferenceExpression.Create($"{user}")),
            new("Password", ReferenceExpression.Create($"{password}")),
            new("Uri", ReferenceExpression.Create($"postgresql://{user}:{password:uri}@{host}:{port}/{DatabaseName:uri}")),
            new("JdbcConnectionString", ReferenceExpression.Create($"jdbc:postgresql://{host}:{port}/{DatabaseName:uri}")),
            new("DatabaseName", ReferenceExpression.Create($"{DatabaseName}")),
        ];
    }
}
