using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Ticketing.Tests.Embedded.Running;

[Trait("Category", "Embedded")]
public sealed class ServerTests
{
    [Fact]
    public async Task Servers_OfTheModel_TakeTheModelsConnectionStringsAndNoOthers()
    {
        IResourceBuilder<PostgresDatabaseResource> database = null!;
        IResourceBuilder<RabbitMQServerResource> broker = null!;
        await using var stack = await RunningStack.StartAsync(builder =>
        {
            database = builder.AddPostgres("server").AddDatabase("database");
            broker = builder.AddRabbitMQ("broker").WithManagementPlugin();
        });
        await stack.UntilHealthyAsync("database");
        await stack.UntilHealthyAsync("broker");

        var connectionString = await ConnectionStringOf(database.Resource);
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.OpenAsync();
            connection.Database.ShouldBe("database");
        }

        var wrong = new NpgsqlConnectionStringBuilder(connectionString) { Password = "postgres" };
        await using (var connection = new NpgsqlConnection(wrong.ConnectionString))
            (await Should.ThrowAsync<PostgresException>(connection.OpenAsync)).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);

        var address = new Uri(await ConnectionStringOf(broker.Resource));
        await using (var connection = await new ConnectionFactory { Uri = address }.CreateConnectionAsync())
            connection.IsOpen.ShouldBeTrue();
        var guest = new UriBuilder(address) { UserName = "guest", Password = "guest" }.Uri;
        (await Should.ThrowAsync<BrokerUnreachableException>(() => new ConnectionFactory { Uri = guest }.CreateConnectionAsync()))
            .InnerException.ShouldBeOfType<AuthenticationFailureException>();

        // The management pages know the same user.
        using var http = new HttpClient { BaseAddress = new Uri(broker.Resource.ManagementEndpoint.Url) };
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));
        (await http.GetStringAsync("/api/vhosts")).ShouldContain("\"name\":\"/\"");
    }

    [Fact]
    public async Task Stacks_SideBySide_DoNotTouchEachOther()
    {
        RedisResource first = null!, second = null!;
        await using var staying = await RunningStack.StartAsync(builder => first = builder.AddRedis("cache").Resource);
        await using (var passing = await RunningStack.StartAsync(builder => second = builder.AddRedis("cache").Resource))
        {
            var here = await staying.UntilHealthyAsync("cache");
            var there = await passing.UntilHealthyAsync("cache");
            here.ProcessId.ShouldNotBe(there.ProcessId);
            first.PrimaryEndpoint.Port.ShouldNotBe(second.PrimaryEndpoint.Port);
        }

        var left = await staying.UntilHealthyAsync("cache");
        Directory.Exists($"/proc/{left.ProcessId}").ShouldBeTrue();
        left.Restarts.ShouldBe(0);
    }

    static async Task<string> ConnectionStringOf(IResourceWithConnectionString resource) => (await resource.GetConnectionStringAsync())!;
}
