using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Ticketing.AppHost.Servers;

/// <summary>
/// RabbitMQ with one administrator and the virtual host "/". The definitions are imported at each start, so a changed password takes
/// effect on kept data, and the default one never works.
/// </summary>
sealed class RabbitMqProcess(string name, DataFolders folders, ParameterResource password) : ServerProcess(name, folders)
{
    public const string User = "guest";
    public const string Management = "management";

    // The broker's name service, epmd, is started beside it, so that none is left running as a daemon, and dies with it. It must not hold
    // the output: DCP takes a process for running as long as anybody does.
    const string Script = """
        setpriv --pdeathsig KILL "$EPMD" -address 127.0.0.1 -port "$ERL_EPMD_PORT" </dev/null >/dev/null 2>&1 &
        exec "$RABBITMQ"
        """;

    public EndpointReference ManagementEndpoint => field ??= new EndpointReference(this, Management);

    public override ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"amqp://{User}:{password}@{Endpoint.Property(EndpointProperty.HostAndPort)}");

    public override IReadOnlyList<ServerProgram> Programs => [ServerProgram.RabbitMq, ServerProgram.Epmd];

    protected override IEnumerable<object> CommandLine => ["sh", "-c", Script];

    public Dictionary<string, string> Variables => new()
    {
        ["EPMD"] = ServerProgram.Epmd.Path,
        ["RABBITMQ"] = ServerProgram.RabbitMq.Path,
        ["HOME"] = WorkingDirectory,
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODENAME"] = "rabbit@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_MNESIA_BASE"] = PathOf("mnesia"),
        ["RABBITMQ_LOG_BASE"] = PathOf("log"),
        ["RABBITMQ_LOGS"] = "-",
        ["RABBITMQ_CONFIG_FILE"] = PathOf("rabbitmq.conf"),
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = PathOf("enabled_plugins"),
        ["RABBITMQ_FEATURE_FLAGS_FILE"] = PathOf("feature_flags"),
        ["RABBITMQ_QUORUM_DIR"] = PathOf("quorum"),
        // The script then becomes the broker instead of staying in between.
        ["RABBITMQ_ALLOW_INPUT"] = "1",
        ["RABBITMQ_SERVER_START_ARGS"] = "-noinput +B i -start_epmd false",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none",
    };

    protected override async Task PrepareAsync(ILogger log, CancellationToken ct)
    {
        WriteSecret("definitions.json", Definitions((await password.GetValueAsync(ct))!));
        WriteSecret("rabbitmq.conf", $"""
            loopback_users = none
            load_definitions = {PathOf("definitions.json")}
            log.console = true
            log.console.level = info
            log.connection.level = warning
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {await ManagementEndpoint.Property(EndpointProperty.TargetPort).GetValueAsync(ct)}

            """);
        WriteSecret("enabled_plugins", "[rabbitmq_management].");
        WriteSecret(".erlang.cookie", RandomNumberGenerator.GetHexString(32), UnixFileMode.UserRead);
    }

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

static class RabbitMqProcessExtensions
{
    public static IResourceBuilder<RabbitMqProcess> AddRabbitMqProcess(
        this IDistributedApplicationBuilder builder, string name, DataFolders folders, IResourceBuilder<ParameterResource> password)
    {
        var rabbitmq = new RabbitMqProcess(name, folders, password.Resource);
        ConnectionFactory? factory = null;
        IConnection? connection = null;
        builder.Services.AddHealthChecks().AddRabbitMQ(
            async _ => connection ??= await (factory ?? throw new InvalidOperationException("Not started yet.")).CreateConnectionAsync("health"), rabbitmq.CheckName);
        return builder.AddServerProcess(rabbitmq, "RABBITMQ_NODE_PORT")
            .WithHttpEndpoint(name: RabbitMqProcess.Management, isProxied: false)
            .WithInnerPort("epmd", "ERL_EPMD_PORT")
            .WithInnerPort("dist", "RABBITMQ_DIST_PORT")
            .WithEnvironment(context =>
            {
                foreach (var (variable, value) in rabbitmq.Variables)
                    context.EnvironmentVariables[variable] = value;
            })
            .OnConnectionStringAvailable(async (resource, _, ct) =>
                factory = new ConnectionFactory { Uri = new Uri((await resource.ConnectionStringExpression.GetValueAsync(ct))!) });
    }

    /// <summary>A port of which nobody else has to know.</summary>
    static IResourceBuilder<RabbitMqProcess> WithInnerPort(this IResourceBuilder<RabbitMqProcess> rabbitmq, string name, string variable) => rabbitmq
        .WithEndpoint(scheme: "tcp", name: name, env: variable, isProxied: false)
        .WithEndpoint(name, endpoint => endpoint.ExcludeReferenceEndpoint = true)
        .WithUrlForEndpoint(name, url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly);
}
