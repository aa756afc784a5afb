using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Ticketing.Core.Database;

namespace Ticketing.Tests.ServiceDefaults;

public sealed class ClientHealthTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Health_WhenTheServersAnswer_IsHealthy()
    {
        var report = await CheckAsync(
            await app.GivenDatabaseAsync(), await TicketingApp.GivenRedisAsync(), await app.GivenVirtualHostAsync());

        report.Entries.ToDictionary(check => check.Key, check => check.Value.Status).ShouldBe(
            new Dictionary<string, HealthStatus>
            {
                ["StackExchange.Redis"] = HealthStatus.Healthy,
                ["RabbitMQ.Client"] = HealthStatus.Healthy,
                [nameof(TicketingDbContext)] = HealthStatus.Healthy,
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Health_WhenNoServerAnswers_IsUnhealthy()
    {
        var port = FreePort.Find();

        var report = await CheckAsync($"Host=127.0.0.1;Port={port}", $"127.0.0.1:{port},connectTimeout=500", $"amqp://127.0.0.1:{port}");

        report.Entries.Count.ShouldBe(3);
        report.Entries.Values.ShouldAllBe(check => check.Status == HealthStatus.Unhealthy);
    }

    [Theory]
    [InlineData("Aspire:StackExchange:Redis:DisableHealthChecks", "StackExchange.Redis")]
    [InlineData("Aspire:RabbitMQ:Client:rabbitmq:DisableHealthChecks", "RabbitMQ.Client")]
    [InlineData("Aspire:Npgsql:EntityFrameworkCore:PostgreSQL:TicketingDbContext:DisableHealthChecks", nameof(TicketingDbContext))]
    public void Settings_AreReadFromTheSectionsOfAspire(string key, string check)
    {
        using var host = Build((key, "true"));

        var checks = host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HealthCheckServiceOptions>>().Value.Registrations;
        checks.Count.ShouldBe(2);
        checks.ShouldNotContain(registration => registration.Name == check);
    }

    [Fact]
    public async Task Database_WithRetriesDisabled_RunsExplicitTransactions()
    {
        using var host = Build(("ConnectionStrings:ticketing", await app.GivenDatabaseAsync()));
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();

        context.Database.CreateExecutionStrategy().RetriesOnFailure.ShouldBeFalse();
        await using var transaction = await context.Database.BeginTransactionAsync();
    }

    [Fact]
    public void Health_WhenAClientIsAddedTwice_IsCheckedOnce()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddRedisClient("redis");
        builder.AddRedisClient("redis");
        using var host = builder.Build();

        // Reading the names throws when one is there twice.
        host.Services.GetRequiredService<HealthCheckService>().ShouldNotBeNull();
    }

    static async Task<HealthReport> CheckAsync(string database, string redis, string broker)
    {
        using var host = Build(
            ("ConnectionStrings:ticketing", database), ("ConnectionStrings:redis", redis), ("ConnectionStrings:rabbitmq", broker),
            ("Aspire:RabbitMQ:Client:MaxConnectRetryCount", "0"));
        return await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    }

    static IHost Build(params (string Key, string Value)[] configuration)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(configuration.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.AddTicketingDatabase();
        builder.AddRedisClient("redis");
        builder.AddRabbitMQClient("rabbitmq");
        return builder.Build();
    }
}
