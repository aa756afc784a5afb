using Aspire.Hosting.Running.Processes;

namespace Aspire.Hosting.Running.Workloads.Servers;

/// <summary>
/// PostgreSQL with one superuser and its password, over TCP only. It refuses to run as root; for root it runs as the user "postgres",
/// whom the package made.
/// </summary>
sealed class PostgresServer(PostgresServerResource postgres, ServerSite site) : IWorkload
{
    const string User = PostgresServerResource.UserName;

    // Every replica of every service keeps a pool.
    const int MaxConnections = 300;

    // SIGTERM would wait for connected clients. Nothing is lost by ending at once what is thrown away anyway.
    public Signal StopSignal => site.KeepsData ? Signal.Interrupt : Signal.Kill;

    public void Verify()
    {
        site.Find(ServerBinary.Postgres);
        site.Find(ServerBinary.InitDb);
        site.ClaimFolder();
        ForgetDeadServer();
    }

    string Data => Path.Combine(site.Folder, "data");

    public async Task<ProcessStart?> PrepareAsync(Instance instance, CancellationToken cancellationToken)
    {
        ForgetDeadServer();
        if (!Directory.Exists(Data))
            await InitializeAsync(instance.Log, cancellationToken);
        await File.WriteAllTextAsync($"{Data}/pg_hba.conf", "host all all 127.0.0.1/32 scram-sha-256\n", cancellationToken);
        await SetPasswordAsync(instance.Log, cancellationToken);

        return AsPostgres(
            ServerBinary.Postgres, "-D", Data, "-p", $"{instance.PortOf(postgres.PrimaryEndpoint)}", "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", $"max_connections={MaxConnections}");
    }

    public IReadOnlyList<HealthProbe> ProbesFor(Instance instance) =>
        [new("query", async cancellationToken => { await PostgresQuery.OneAsync(postgres, "postgres", cancellationToken); return null; })];

    // Into a folder of another name, so that an interrupted initdb is never taken for a database.
    async Task InitializeAsync(InstanceLog log, CancellationToken cancellationToken)
    {
        var unfinished = $"{Data}.new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);

        string[] owner = Environment.IsPrivilegedProcess ? ["-o", "postgres", "-g", "postgres"] : [];
        await site.RunAsync(new ProcessStart("install", ["-d", "-m", "700", .. owner, unfinished], site.Folder), log, cancellationToken);
        await site.RunAsync(AsPostgres(ServerBinary.InitDb, "-D", unfinished, "-U", User, "--no-locale", "-E", "UTF8", "-A", "trust"), log, cancellationToken);
        Directory.Move(unfinished, Data);
    }

    // With nobody else connected its one user needs no password, so a changed one takes effect on kept data.
    async Task SetPasswordAsync(InstanceLog log, CancellationToken cancellationToken)
    {
        var password = await postgres.PasswordParameter.GetValueAsync(cancellationToken);
        var session = AsPostgres(ServerBinary.Postgres, "--single", "-D", Data, "-c", "log_min_messages=fatal", "postgres") with
        {
            Input = $"ALTER ROLE {User} PASSWORD '{password!.Replace("'", "''")}'\n",
        };
        await site.RunAsync(session, log, cancellationToken);
    }

    // After a kill the file stays, and a new process may have got the id in it, which PostgreSQL would take for a server.
    void ForgetDeadServer()
    {
        var file = Path.Combine(Data, "postmaster.pid");
        if (!File.Exists(file))
            return;

        var id = File.ReadLines(file).First();
        var commandLine = $"/proc/{id}/cmdline";
        if (File.Exists(commandLine) && File.ReadAllText(commandLine).Contains(Data, StringComparison.Ordinal))
            throw new DistributedApplicationException($"Resource '{site.Resource}': another PostgreSQL still runs on {Data} (pid {id}).");

        File.Delete(file);
    }

    ProcessStart AsPostgres(ServerBinary binary, params string[] arguments) => Environment.IsPrivilegedProcess
        ? new("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", site.Find(binary), .. arguments], site.Folder)
        : new(site.Find(binary), arguments, site.Folder);
}
