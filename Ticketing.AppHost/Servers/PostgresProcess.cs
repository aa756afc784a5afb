using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ticketing.AppHost.Servers;

/// <summary>
/// PostgreSQL with one superuser, his password and one database, over TCP only. It refuses to run as root; for root it runs as the user
/// "postgres", whom the package made.
/// </summary>
sealed class PostgresProcess(string name, DataFolders folders, string database, ParameterResource password) : ServerProcess(name, folders)
{
    const string User = "postgres";

    // Every replica of every service keeps a pool.
    const string MaxConnections = "300";

    static readonly string[] AsPostgres = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups"] : [];

    string Data => PathOf("data");

    public override ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Host={Endpoint.Property(EndpointProperty.Host)};Port={Endpoint.Property(EndpointProperty.Port)};Username={User};Password={password};Database={database}");

    public override IReadOnlyList<ServerProgram> Programs => [ServerProgram.Postgres, ServerProgram.InitDb];

    protected override IEnumerable<object> CommandLine =>
    [
        .. AsPostgres, ServerProgram.Postgres.Path, "-D", Data, "-p", Endpoint.Property(EndpointProperty.TargetPort),
        "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", $"max_connections={MaxConnections}",
    ];

    protected override async Task PrepareAsync(ILogger log, CancellationToken ct)
    {
        if (!Directory.Exists(Data))
            await InitializeAsync(log, ct);
        // Left by one that was killed. A new process may have got the id in it, which PostgreSQL would take for a server; ours is the lock.
        File.Delete($"{Data}/postmaster.pid");
        await File.WriteAllTextAsync($"{Data}/pg_hba.conf", "host all all 127.0.0.1/32 scram-sha-256\n", ct);
        // With nobody else connected he needs no password, so that a changed one takes effect on kept data.
        await SingleAsync(log, Data, $"ALTER ROLE {User} PASSWORD '{(await password.GetValueAsync(ct))!.Replace("'", "''", StringComparison.Ordinal)}'\n", ct);
    }

    // Into a folder of another name, so that an interrupted initdb is never taken for a database.
    async Task InitializeAsync(ILogger log, CancellationToken ct)
    {
        var unfinished = $"{Data}.new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);

        string[] owner = Environment.IsPrivilegedProcess ? ["-o", User, "-g", User] : [];
        await RunAsync(log, "install", ["-d", "-m", "700", .. owner, unfinished], ct);
        await RunAsPostgresAsync(log, ServerProgram.InitDb, ["-D", unfinished, "-U", User, "--no-locale", "-E", "UTF8", "-A", "trust"], ct);
        await SingleAsync(log, unfinished, $"CREATE DATABASE {database}\n", ct);
        Directory.Move(unfinished, Data);
    }

    Task SingleAsync(ILogger log, string data, string sql, CancellationToken ct) =>
        RunAsPostgresAsync(log, ServerProgram.Postgres, ["--single", "-D", data, "-c", "log_min_messages=fatal", "postgres"], ct, sql);

    Task RunAsPostgresAsync(ILogger log, ServerProgram program, string[] arguments, CancellationToken ct, string? input = null)
    {
        string[] command = [.. AsPostgres, program.Path, .. arguments];
        return RunAsync(log, command[0], command[1..], ct, input);
    }
}

static class PostgresProcessExtensions
{
    public static IResourceBuilder<PostgresProcess> AddPostgresProcess(
        this IDistributedApplicationBuilder builder, string name, DataFolders folders, string database, IResourceBuilder<ParameterResource> password)
    {
        var postgres = new PostgresProcess(name, folders, database, password.Resource);
        string? connection = null;
        // Not pooled: the server may have died since the last time.
        builder.Services.AddHealthChecks().AddNpgSql(
            _ => connection is null ? throw new InvalidOperationException("Not started yet.") : $"{connection};Pooling=false", name: postgres.CheckName);
        return builder.AddServerProcess(postgres)
            .OnConnectionStringAvailable(async (resource, _, ct) => connection = await resource.ConnectionStringExpression.GetValueAsync(ct));
    }
}
