using System.Diagnostics;
using System.Globalization;
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

    readonly Process process;
    readonly IServer redis;
    readonly NpgsqlDataSource database;

    BaselineProcess(Process process, Uri address, IServer redis, NpgsqlDataSource database)
    {
        this.process = process;
        this.redis = redis;
        this.database = database;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<BaselineProcess> StartAsync(LoadStack stack, CancellationToken ct)
    {
        var connection = await CreateDatabaseAsync(stack, ct);
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(BaselineProcess).Assembly.Location, "baseline"])
        {
            RedirectStandardInput = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = address.ToString(),
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ConnectionStrings__redis"] = $"{stack.RedisConnection},defaultDatabase={RedisDatabase.ToString(CultureInfo.InvariantCulture)}",
                ["ConnectionStrings__postgres"] = connection,
            },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The baselines did not start.");
        var baselines = new BaselineProcess(process, address, stack.Redis, NpgsqlDataSource.Create(connection));
        await baselines.AnswersAsync(stack, ct);
        return baselines;
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
        foreach (var statement in (string[])["VACUUM ANALYZE baseline_seats", "VACUUM ANALYZE baseline_holds", "CHECKPOINT"])
        {
            await using var command = database.CreateCommand(statement);
            await command.ExecuteNonQueryAsync(ct);
        }
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
                await using (var count = database.CreateCommand($"SELECT count(*) FROM {table}"))
                    return (long)(await count.ExecuteScalarAsync(ct))!;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        process.Dispose();
        await database.DisposeAsync();
    }

    static async Task<string> CreateDatabaseAsync(LoadStack stack, CancellationToken ct)
    {
        var connection = new NpgsqlConnectionStringBuilder(stack.DatabaseConnection);
        await using (var server = NpgsqlDataSource.Create(connection))
        await using (var create = server.CreateCommand("CREATE DATABASE baselines"))
            await create.ExecuteNonQueryAsync(ct);

        connection.Database = "baselines";
        connection.MaxPoolSize = PoolSize;
        // Every statement is prepared when it is used for the third time.
        connection.MaxAutoPrepare = 20;
        connection.AutoPrepareMinUsages = 3;
        await using var database = NpgsqlDataSource.Create(connection);
        await using var tables = database.CreateCommand(Resource.Read("tables.sql"));
        await tables.ExecuteNonQueryAsync(ct);
        return connection.ConnectionString;
    }

    async Task AnswersAsync(LoadStack stack, CancellationToken ct)
    {
        using var client = stack.Clients.At(Address);
        for (var tries = 0; ; tries++)
        {
            try
            {
                await client.GetStringAsync("/hello", ct);
                return;
            }
            catch (HttpRequestException) when (tries < 300 && !process.HasExited)
            {
                await Task.Delay(100, ct);
            }
        }
    }
}
