using Npgsql;
using StackExchange.Redis;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Baselines;

/// <summary>The baselines, running as a process of their own beside a stack whose servers they use.</summary>
sealed class BaselineProcess : IAsyncDisposable
{
    /// <summary>Twice what a product process may have; more, or fewer, made these baselines slower here.</summary>
    public const int PoolSize = 40;

    const int RedisDatabase = 1;

    readonly BoundProcess process;
    readonly IServer redis;
    readonly NpgsqlDataSource database;

    BaselineProcess(BoundProcess process, Uri address, IServer redis, NpgsqlDataSource database) =>
        (this.process, Address, this.redis, this.database) = (process, address, redis, database);

    public Uri Address { get; }

    public static async Task<BaselineProcess> StartAsync(LoadStack stack, CancellationToken ct)
    {
        var connection = await CreateDatabaseAsync(stack, ct);
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var log = Path.Combine(Directory.CreateDirectory(Report.Folder).FullName, "baselines.log");
        var process = BoundProcess.Start(log, [Environment.ProcessPath!, typeof(BaselineProcess).Assembly.Location, "baseline"], new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = address.ToString(),
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__redis"] = $"{stack.RedisConnection},defaultDatabase={RedisDatabase}",
            ["ConnectionStrings__postgres"] = connection,
        });
        using var client = stack.Clients.At(address);
        await process.AnswersAsync(client, "/hello", ct);
        return new BaselineProcess(process, address, stack.Redis, NpgsqlDataSource.Create(connection));
    }

    /// <summary>Every seat free again, and nothing of the last round left to be written while the next is measured.</summary>
    public async Task EmptyAsync(IReadOnlyList<long> showings, int seats, CancellationToken ct)
    {
        await redis.FlushDatabaseAsync(RedisDatabase);
        await using var fill = database.CreateCommand(
            """
            TRUNCATE baseline_holds, baseline_seats;
            INSERT INTO baseline_seats (showing, seat) SELECT showing, seat FROM unnest(@showings) AS showing, generate_series(0, @last) AS seat;
            """);
        fill.Parameters.AddWithValue("showings", showings.ToArray());
        fill.Parameters.AddWithValue("last", seats - 1);
        await fill.ExecuteNonQueryAsync(ct);
        await database.ExecuteAsync(["VACUUM ANALYZE baseline_seats", "VACUUM ANALYZE baseline_holds", "CHECKPOINT"], ct);
    }

    /// <summary>Seats that the stores say are held, by baseline.</summary>
    public async Task<long> HeldSeatsAsync(string baseline, CancellationToken ct)
    {
        var holds = redis.Multiplexer.GetDatabase(RedisDatabase);
        switch (baseline)
        {
            case "evalsha":
                var hashes = await Task.WhenAll(redis.Keys(RedisDatabase, "bare:*:seats", pageSize: 1000).Select(key => holds.HashLengthAsync(key)));
                return hashes.Sum();
            case "redlock":
                return await redis.KeysAsync(RedisDatabase, "seat:*", pageSize: 10_000).CountAsync(ct);
            default:
                var table = baseline == "for-update" ? "baseline_seats WHERE hold IS NOT NULL" : "baseline_holds";
                return await database.AskAsync<long>($"SELECT count(*) FROM {table}", [], ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        await database.DisposeAsync();
    }

    static async Task<string> CreateDatabaseAsync(LoadStack stack, CancellationToken ct)
    {
        var connection = new NpgsqlConnectionStringBuilder(stack.DatabaseConnection);
        await using (var server = NpgsqlDataSource.Create(connection))
            await server.ExecuteAsync(["CREATE DATABASE baselines"], ct);

        connection.Database = "baselines";
        connection.MaxPoolSize = PoolSize;
        // Every statement is prepared when it is used for the third time.
        connection.MaxAutoPrepare = 20;
        connection.AutoPrepareMinUsages = 3;
        await using var database = NpgsqlDataSource.Create(connection);
        await database.ExecuteAsync([Resource.Read("tables.sql")], ct);
        return connection.ConnectionString;
    }
}
