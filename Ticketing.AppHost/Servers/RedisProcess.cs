using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ticketing.AppHost.Servers;

/// <summary>Redis, which keeps nothing: what is in it is made again from PostgreSQL.</summary>
sealed class RedisProcess(string name, DataFolders folders, ParameterResource password) : ServerProcess(name, folders)
{
    const string Configuration = "redis.conf";

    public override ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{Endpoint.Property(EndpointProperty.HostAndPort)},password={password}");

    public override IReadOnlyList<ServerProgram> Programs => [ServerProgram.Redis];

    protected override IEnumerable<object> CommandLine =>
        [ServerProgram.Redis.Path, Configuration, "--port", Endpoint.Property(EndpointProperty.TargetPort)];

    // set-proc-title: the title would overwrite the environment that /proc shows, and with it the stack's mark.
    protected override async Task PrepareAsync(ILogger log, CancellationToken ct) => WriteSecret(Configuration, $"""
        bind 127.0.0.1
        dir "{WorkingDirectory}"
        databases 256
        set-proc-title no
        save ""
        requirepass "{await password.GetValueAsync(ct)}"

        """);
}

static class RedisProcessExtensions
{
    public static IResourceBuilder<RedisProcess> AddRedisProcess(
        this IDistributedApplicationBuilder builder, string name, DataFolders folders, IResourceBuilder<ParameterResource> password)
    {
        var redis = new RedisProcess(name, folders, password.Resource);
        string? connection = null;
        builder.Services.AddHealthChecks().AddRedis(_ => connection ?? throw new InvalidOperationException("Not started yet."), redis.CheckName);
        return builder.AddServerProcess(redis)
            .OnConnectionStringAvailable(async (resource, _, ct) => connection = await resource.ConnectionStringExpression.GetValueAsync(ct));
    }
}
