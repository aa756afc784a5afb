using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.Running.Processes;
using Aspire.Hosting.Running.Relay;
using RabbitMQ.Client;

namespace Aspire.Hosting.Running.Workloads.Servers;

/// <summary>
/// rabbitmq-server with one administrator, the resource's user, and the virtual host "/". The definitions are imported at each start,
/// so a changed password takes effect on kept data, and the default one never works.
/// </summary>
sealed class RabbitMqServer(RabbitMQServerResource rabbitmq, ServerSite site) : IWorkload
{
    const string User = RabbitMQServerResource.UserName;

    // The broker's name service, epmd, is started beside it, so that none is left running as a daemon: in the broker's own
    // process group it ends with it.
    const string Script = """
        "$EMBEDDED_EPMD" -address 127.0.0.1 -port "$ERL_EPMD_PORT" &
        exec "$EMBEDDED_RABBITMQ"
        """;

    // Nothing is lost by ending at once what is thrown away anyway.
    public Signal StopSignal => site.KeepsData ? Signal.Terminate : Signal.Kill;

    public void Verify()
    {
        site.Find(ServerBinary.RabbitMq);
        site.Find(ServerBinary.Epmd);
        site.ClaimFolder();
    }

    public async Task<ProcessStart?> PrepareAsync(Instance instance, CancellationToken cancellationToken)
    {
        var folder = site.Folder;
        var definitions = site.WriteSecret("definitions.json", Definitions(await PasswordAsync(cancellationToken)));
        var configuration = site.WriteSecret("rabbitmq.conf", $"""
            loopback_users = none
            load_definitions = {definitions}
            log.console = true
            log.console.level = info
            log.connection.level = warning
            {(rabbitmq.ManagementEndpoint.Exists ? $"management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {instance.PortOf(rabbitmq.ManagementEndpoint)}" : "")}

            """);
        var plugins = site.WriteSecret("enabled_plugins", rabbitmq.ManagementEndpoint.Exists ? "[rabbitmq_management]." : "[].");
        File.SetUnixFileMode(site.WriteSecret(".erlang.cookie", RandomNumberGenerator.GetHexString(32)), UnixFileMode.UserRead);

        return new ProcessStart("sh", ["-c", Script], folder)
        {
            Environment = new Dictionary<string, string?>
            {
                ["EMBEDDED_EPMD"] = site.Find(ServerBinary.Epmd),
                ["EMBEDDED_RABBITMQ"] = site.Find(ServerBinary.RabbitMq),
                ["HOME"] = folder,
                ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                ["ERL_EPMD_PORT"] = $"{PortAllocator.Next()}",
                ["RABBITMQ_NODENAME"] = "rabbit@localhost",
                ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
                ["RABBITMQ_NODE_PORT"] = $"{instance.PortOf(rabbitmq.PrimaryEndpoint)}",
                ["RABBITMQ_DIST_PORT"] = $"{PortAllocator.Next()}",
                ["RABBITMQ_MNESIA_BASE"] = $"{folder}/mnesia",
                ["RABBITMQ_LOG_BASE"] = $"{folder}/log",
                ["RABBITMQ_LOGS"] = "-",
                ["RABBITMQ_CONFIG_FILE"] = configuration,
                ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = plugins,
                ["RABBITMQ_FEATURE_FLAGS_FILE"] = $"{folder}/feature_flags",
                ["RABBITMQ_QUORUM_DIR"] = $"{folder}/quorum",
                // The script then becomes the broker instead of staying in between.
                ["RABBITMQ_ALLOW_INPUT"] = "1",
                ["RABBITMQ_SERVER_START_ARGS"] = "-noinput +B i -start_epmd false",
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none",
            },
        };
    }

    public IReadOnlyList<HealthProbe> ProbesFor(Instance instance) =>
    [
        new("connection", async cancellationToken =>
        {
            // As clients will: it signs in and opens the virtual host.
            var factory = new ConnectionFactory
            {
                HostName = "127.0.0.1",
                Port = instance.PortOf(rabbitmq.PrimaryEndpoint),
                UserName = User,
                Password = await PasswordAsync(cancellationToken),
                AutomaticRecoveryEnabled = false,
            };
            await using var connection = await factory.CreateConnectionAsync("health", cancellationToken);
            await connection.CloseAsync(cancellationToken);
            return null;
        }),
    ];

    async ValueTask<string> PasswordAsync(CancellationToken cancellationToken) => (await rabbitmq.PasswordParameter.GetValueAsync(cancellationToken))!;

    static string Definitions(string password) => JsonSerializer.Serialize(new
    {
        vhosts = new[] { new { name = "/" } },
        users = new[] { new { name = User, password_hash = Hash(password), hashing_algorithm = "rabbit_password_hashing_sha256", tags = "administrator" } },
        permissions = new[] { new { user = User, vhost = "/", configure = ".*", write = ".*", read = ".*" } },
    });

    // rabbitmq.com/docs/passwords: base64 of a 4-byte salt and the SHA-256 of salt and password.
    static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }
}
