using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using StackExchange.Redis;

namespace Ticketing.Tests.AppHost;

public sealed class ServerTests
{
    static readonly string[] Options = ["--DcpPublisher:RandomizePorts=true", "--Logging:LogLevel:Default=Error"];

    [Fact]
    public async Task Servers_OfTheModel_TakeTheModelsConnectionStringsAndNoOthers()
    {
        await using var stack = await StartAsync("--AllServers=true");
        foreach (var server in (string[])["cache", "server", "broker"])
            await stack.ResourceNotifications.WaitForResourceHealthyAsync(server).WaitAsync(Eventually.Patience);

        var redis = ConfigurationOptions.Parse(await ConnectionStringAsync(stack, "cache"));
        await using (var connection = await ConnectionMultiplexer.ConnectAsync(redis))
            (await connection.GetDatabase().StringSetAsync("key", "value")).ShouldBeTrue();
        redis.Password = "redis";
        await Should.ThrowAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(redis));

        var postgres = new NpgsqlConnectionStringBuilder(await ConnectionStringAsync(stack, "server")) { Pooling = false };
        await using (var connection = new NpgsqlConnection(postgres.ConnectionString))
        {
            await connection.OpenAsync();
            connection.Database.ShouldBe("database");
        }

        postgres.Password = "postgres";
        await using (var connection = new NpgsqlConnection(postgres.ConnectionString))
            (await Should.ThrowAsync<PostgresException>(connection.OpenAsync)).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);

        var address = new Uri(await ConnectionStringAsync(stack, "broker"));
        await using (var connection = await new ConnectionFactory { Uri = address }.CreateConnectionAsync())
            connection.IsOpen.ShouldBeTrue();
        var guest = new UriBuilder(address) { UserName = "guest", Password = "guest" }.Uri;
        (await Should.ThrowAsync<BrokerUnreachableException>(() => new ConnectionFactory { Uri = guest }.CreateConnectionAsync()))
            .InnerException.ShouldBeOfType<AuthenticationFailureException>();

        // The management pages know the same user.
        using var http = new HttpClient { BaseAddress = stack.GetEndpoint("broker", "management") };
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));
        (await http.GetStringAsync("/api/vhosts")).ShouldContain("\"name\":\"/\"");
    }

    [Fact]
    public async Task Stacks_SideBySide_DoNotTouchEachOther()
    {
        await using var staying = await StartAsync();
        var here = await IdOfCacheAsync(staying);
        await using (var passing = await StartAsync())
        {
            (await IdOfCacheAsync(passing)).ShouldNotBe(here);
            passing.GetEndpoint("cache", "tcp").ShouldNotBe(staying.GetEndpoint("cache", "tcp"));
        }

        Directory.Exists($"/proc/{here}").ShouldBeTrue();
        (await IdOfCacheAsync(staying)).ShouldBe(here);
    }

    static async Task<DistributedApplication> StartAsync(params string[] options)
    {
        var stack = SmallModel.Create([.. Options, .. options]).Build();
        await stack.StartAsync();
        return stack;
    }

    static async Task<string> IdOfCacheAsync(DistributedApplication stack)
    {
        var healthy = await stack.ResourceNotifications.WaitForResourceHealthyAsync("cache").WaitAsync(Eventually.Patience);
        return $"{healthy.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value}";
    }

    static async Task<string> ConnectionStringAsync(DistributedApplication stack, string resource) => (await stack.GetConnectionStringAsync(resource))!;
}
