using System.Net;
using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.Running.Processes;

namespace Aspire.Hosting.Running.Workloads.Servers;

/// <summary>redis-server with the resource's password, which is in a file so that <c>ps</c> does not show it.</summary>
sealed class RedisServer(RedisResource redis, ServerSite site) : IWorkload
{
    // Aspire's own rule for kept data.
    const string SaveEveryMinute = "60 1";

    // Nothing is lost by ending at once what is thrown away anyway.
    public Signal StopSignal => site.KeepsData ? Signal.Terminate : Signal.Kill;

    public void Verify()
    {
        site.Find(ServerBinary.Redis);
        site.ClaimFolder();
    }

    // set-proc-title: the title would overwrite the environment that /proc shows, and with it the stack's mark.
    public async Task<ProcessStart?> PrepareAsync(Instance instance, CancellationToken cancellationToken)
    {
        var configuration = $"""
            port {instance.PortOf(redis.PrimaryEndpoint)}
            bind 127.0.0.1
            dir {Quote(site.Folder)}
            daemonize no
            logfile ""
            databases 256
            set-proc-title no
            save {(site.KeepsData ? SaveEveryMinute : "\"\"")}
            requirepass {Quote(await PasswordAsync(cancellationToken))}

            """;
        return new ProcessStart(site.Find(ServerBinary.Redis), [site.WriteSecret("redis.conf", configuration)], site.Folder);
    }

    public IReadOnlyList<HealthProbe> ProbesFor(Instance instance) =>
        [new("ping", async cancellationToken => await PingAsync(instance.PortOf(redis.PrimaryEndpoint), await PasswordAsync(cancellationToken), cancellationToken))];

    async ValueTask<string> PasswordAsync(CancellationToken cancellationToken) => (await redis.PasswordParameter.GetValueAsync(cancellationToken))!;

    static async Task<string?> PingAsync(int port, string password, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Command("AUTH", password) + Command("PING")), cancellationToken);

        // While it loads its data it answers with an error, as it does to a wrong password.
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadLineAsync(cancellationToken);
        if (answer == "+OK")
            answer = await reader.ReadLineAsync(cancellationToken);
        return answer == "+PONG" ? null : answer ?? "The connection was closed.";
    }

    static string Command(params string[] words) =>
        $"*{words.Length}\r\n" + string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"));

    static string Quote(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
