using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using Npgsql;
using Ticketing.Load.Stack;

namespace Ticketing.Load.DisasterRecovery;

/// <summary>A PostgreSQL server of its own: it can be killed, started again, copied while it runs, follow another and be promoted.</summary>
sealed class PostgresServer : IAsyncDisposable
{
    const string User = "postgres";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // Where the user "postgres" can reach it, as whom it runs for root.
    readonly string folder = $"/var/tmp/ticketing-postgres-{Guid.NewGuid():N}";
    BoundProcess? process;

    PostgresServer()
    {
    }

    public int Port { get; } = FreePort.Find();

    string Data => Path.Combine(folder, "data");

    /// <summary>Anybody on this machine may: what is in it is made up.</summary>
    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = User, Database = database }.ConnectionString;

    /// <summary>A new server with nothing in it.</summary>
    public static async Task<PostgresServer> StartNewAsync(CancellationToken ct)
    {
        var server = new PostgresServer();
        await server.MakeFolderAsync(ct);
        await RunAsync(AsPostgres("initdb", "-D", server.Data, "-U", User, "--no-locale", "-E", "UTF8", "-A", "trust", "--no-sync"), ct);
        await File.WriteAllTextAsync($"{server.Data}/pg_hba.conf", "host all all 127.0.0.1/32 trust\nhost replication all 127.0.0.1/32 trust\n", ct);
        await server.StartAsync(ct);
        return server;
    }

    /// <summary>A copy of the primary that follows it from then on.</summary>
    public static async Task<PostgresServer> StartReplicaAsync(PostgresServer primary, CancellationToken ct)
    {
        var replica = new PostgresServer();
        await replica.MakeFolderAsync(ct);
        await RunAsync(
            AsPostgres("pg_basebackup", "-h", "127.0.0.1", "-p", $"{primary.Port}", "-U", User, "-D", replica.Data, "-R", "-X", "stream", "-c", "fast", "--no-sync"), ct);
        await replica.StartAsync(ct);
        return replica;
    }

    /// <summary>
    /// Starts it and waits until it answers. What was killed a moment ago may have processes left that hold its memory: PostgreSQL ends
    /// at once then, and is started again.
    /// </summary>
    public async Task StartAsync(CancellationToken ct)
    {
        process = Launch();
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                await AskAsync<bool>("SELECT true", ct);
                return;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Pause, ct);
                if (process.HasEnded)
                {
                    await process.DisposeAsync();
                    process = Launch();
                }
            }
        }
    }

    BoundProcess Launch() => BoundProcess.Start(Path.Combine(folder, "log"), AsPostgres(
        "postgres", "-D", Data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=300"));

    public async Task KillAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        process = null;
    }

    /// <summary>From now on commits stay here: whoever sends them to the replicas is frozen, and notices nothing.</summary>
    public async Task FreezeReplicationAsync(CancellationToken ct)
    {
        var senders = await AskAsync<int[]>("SELECT coalesce(array_agg(pid), '{}') FROM pg_stat_replication", ct);
        if (senders is [])
            throw new InvalidOperationException("Nobody follows this server.");
        await RunAsync(["sh", "-c", $"kill -STOP {string.Join(' ', senders)}"], ct);
    }

    public async Task PromoteAsync(CancellationToken ct)
    {
        if (!await AskAsync<bool>("SELECT pg_promote()", ct))
            throw new InvalidOperationException("The replica was not promoted in time.");
    }

    /// <summary>Ends it, and starts it again as a replica that nobody feeds.</summary>
    public async Task DemoteAsync(CancellationToken ct)
    {
        await KillAsync();
        await File.WriteAllTextAsync($"{Data}/standby.signal", "", ct);
        await StartAsync(ct);
    }

    public async Task CreateDatabaseAsync(string name, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString("postgres")};Pooling=false");
        await connection.OpenAsync(ct);
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync(ct);
    }

    public async Task<T> AskAsync<T>(string query, CancellationToken ct, string database = "postgres")
    {
        // A pooled connection would outlive a server that is killed.
        await using var connection = new NpgsqlConnection($"{ConnectionString(database)};Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(query, connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? await rows.GetFieldValueAsync<T>(0, ct) : throw new InvalidOperationException($"No row: {query}");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    Task MakeFolderAsync(CancellationToken ct)
    {
        string[] owner = Environment.IsPrivilegedProcess ? ["-o", User, "-g", User] : [];
        return RunAsync(["install", "-d", "-m", "700", .. owner, folder], ct);
    }

    static async Task RunAsync(string[] command, CancellationToken ct) =>
        await Cli.Wrap(command[0]).WithArguments(command[1..]).WithWorkingDirectory("/").ExecuteBufferedAsync(ct);

    static string[] AsPostgres(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", Find(program), .. arguments]
        : [Find(program), .. arguments];

    /// <summary>Where the server's package has it; in PATH otherwise.</summary>
    public static string Find(string program) => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => $"{version}/bin/{program}").Where(File.Exists).Order().LastOrDefault() ?? program
        : program;
}
