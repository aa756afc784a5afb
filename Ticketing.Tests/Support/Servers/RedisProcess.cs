using StackExchange.Redis;
using Ticketing.Load.Stack;

namespace Ticketing.Tests.Support.Servers;

/// <summary>A Redis of a test's own, which may die, come back with what it saved, follow another and be promoted.</summary>
sealed class RedisProcess : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("redis-").FullName;
    BoundProcess? process;

    RedisProcess()
    {
    }

    public int Port { get; } = FreePort.Find();

    string PidFile => Path.Combine(folder, "redis.pid");

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>For those who do to it what only administrators may, and want to know of a new primary soon.</summary>
    public string ConnectionString => $"{Address},allowAdmin=true,configCheckSeconds=1";

    public static async Task<RedisProcess> StartNewAsync()
    {
        var redis = new RedisProcess();
        await redis.StartAsync();
        return redis;
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync()
    {
        File.Delete(PidFile);
        process = BoundProcess.Start(
            Path.Combine(folder, "log"),
            [
                "redis-server", "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", folder, "--pidfile", PidFile, "--save", "",
                "--loglevel", "warning", "--repl-diskless-sync-delay", "0",
            ]);
        await Eventually.BecomesAsync(async () =>
        {
            try
            {
                // The file says that it is ours that has the port.
                return File.Exists(PidFile) && await AskAsync("PING") == "PONG";
            }
            catch (RedisConnectionException)
            {
                return false;
            }
        }, answers => answers);
    }

    /// <summary>Without a chance to save anything.</summary>
    public async Task KillAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        process = null;
    }

    /// <summary>Writes everything to disk, from where the next start reads it.</summary>
    public Task SaveAsync() => AskAsync("SAVE");

    public Task EmptyAsync() => AskAsync("FLUSHALL");

    /// <summary>Copies all data of another server and goes on doing so.</summary>
    public async Task FollowAsync(RedisProcess primary)
    {
        await AskAsync("REPLICAOF", "127.0.0.1", primary.Port);
        await Eventually.BecomesAsync(() => AskAsync("INFO", "replication"), facts => facts.Contains("master_link_status:up", StringComparison.Ordinal));
    }

    /// <summary>Still a replica, but what its primary does from now on does not reach it.</summary>
    public Task LoseSightAsync() => AskAsync("REPLICAOF", "127.0.0.1", FreePort.Find());

    public Task PromoteAsync() => AskAsync("REPLICAOF", "NO", "ONE");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    async Task<string> AskAsync(string command, params object[] arguments)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{ConnectionString},abortConnect=true,connectRetry=0,connectTimeout=1000");
        return (string)(await connection.GetServer("127.0.0.1", Port).ExecuteAsync(command, arguments))!;
    }
}
