using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Load.DisasterRecovery;
using Ticketing.Workers.Migrations;

namespace Ticketing.Tests.DisasterRecovery;

/// <summary>A region whose database follows another one does nothing but wait, on a real streaming replica.</summary>
public sealed class StandbyTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    internal const string Database = "ticketing";

    [Fact]
    public async Task Messaging_WhenTheDatabaseIsAReplica_BeginsWithItsPromotion()
    {
        await using var primary = await StartPrimaryAsync();
        await using var replica = await PostgresServer.StartReplicaAsync(primary, default);
        var broker = await app.GivenVirtualHostAsync();
        await using var standing = await StartMessagingAsync(replica.ConnectionString(Database), broker);
        // The control: the same host on the primary, so that the one that stands by has had its time.
        await using var serving = await StartMessagingAsync(primary.ConnectionString(Database), await app.GivenVirtualHostAsync());
        await serving.EnqueueAsync(new Greeting("control"));
        await serving.Journal.HasAsync(1);

        (await standing.UseAsync<Standby, bool>(standby => Task.FromResult(standby.IsOn))).ShouldBeTrue();
        (await QueueExistsAsync(broker)).ShouldBeFalse();

        // What the primary's broker had when it was lost.
        await serving.StopAsync();
        await primary.AskAsync<bool>("WITH made AS (UPDATE outbox_messages SET published_at = NULL RETURNING id) SELECT true FROM made", default, Database);
        await CaughtUpAsync(primary, replica);
        await primary.KillAsync();
        await replica.PromoteAsync(default);

        (await standing.Journal.HasAsync(1))[0].Message.ShouldBe(new Greeting("control"));
        await standing.AllPublishedAsync();
    }

    [Fact]
    public async Task Requests_WhenTheDatabaseIsAReplica_AreRefusedUntilItsPromotion()
    {
        await using var primary = await StartPrimaryAsync();
        await using var replica = await PostgresServer.StartReplicaAsync(primary, default);
        await using var service = await TestService.StartAsync(
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.AddTicketingDatabase();
                builder.Services.AddDataProtection().PersistKeysToDbContext<TicketingDbContext>();
            },
            app =>
            {
                app.UseStandby();
                app.MapPost("/sale", (IDataProtectionProvider keys) => keys.CreateProtector("test").Protect("sold"));
            },
            ("ConnectionStrings:ticketing", replica.ConnectionString(Database)));
        using var client = service.CreateClient();

        await client.PostAsync("/sale", null).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "region_standby");

        await replica.PromoteAsync(default);

        await Eventually.BecomesAsync(async () =>
        {
            using var answer = await client.PostAsync("/sale", null);
            return answer.StatusCode;
        }, status => status == HttpStatusCode.OK);
        (await replica.AskAsync<long>("SELECT count(*) FROM data_protection_keys", default, Database)).ShouldBe(1);
        await service.StopAsync();
    }

    [Fact]
    public async Task Migrations_WhenTheDatabaseIsAReplica_WaitForTheLastOneToCome()
    {
        await using var primary = await StartEmptyAsync();
        await using var replica = await PostgresServer.StartReplicaAsync(primary, default);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.Configuration["ConnectionStrings:ticketing"] = replica.ConnectionString(Database);
        builder.AddMigrationsRole();
        using var host = builder.Build();
        await using var scope = host.Services.CreateAsyncScope();

        var run = scope.ServiceProvider.GetRequiredService<DatabaseMigration>().RunAsync(CancellationToken.None);
        // Nothing tells that something does not happen: it has looked twice by then.
        (await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(2)))).ShouldNotBe(run);
        await using (var context = TicketingApp.CreateContext(primary.ConnectionString(Database)))
            await context.Database.MigrateAsync();

        await run.WaitAsync(Eventually.Patience);
        (await replica.AskAsync<long>("SELECT count(*) FROM films", default, Database)).ShouldBe(0);
    }

    [Fact]
    public async Task Work_WhenTheRegionIsDemotedAndPromoted_EndsAndBeginsAgain()
    {
        await using var server = await StartEmptyAsync();
        using var host = await StartAsync(server.ConnectionString(Database));
        var standby = host.Services.GetRequiredService<Standby>();
        using var stop = new CancellationTokenSource();
        var (begun, ended) = (0, 0);
        var work = standby.WhileServingAsync(async ct =>
        {
            begun++;
            await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended++;
        }, stop.Token);
        await BecomesAsync(() => (begun, ended), (1, 0));

        await server.DemoteAsync(default);
        await BecomesAsync(() => (begun, ended), (1, 1));
        standby.IsOn.ShouldBeTrue();

        await server.PromoteAsync(default);
        await BecomesAsync(() => (begun, ended), (2, 1));
        standby.IsOn.ShouldBeFalse();

        await stop.CancelAsync();
        await work.WaitAsync(Eventually.Patience);
        ended.ShouldBe(2);
        await host.StopAsync();
    }

    [Fact]
    public async Task Database_WhenTheStringNamesWriterAndReader_IsTheOneThatCanBeWritten()
    {
        await using var primary = await StartEmptyAsync();
        await using var replica = await PostgresServer.StartReplicaAsync(primary, default);
        // The reader first: it is not the order that decides.
        using var host = await StartAsync($"{Regional(replica, primary)};Maximum Pool Size=1");

        (await IsReplicaAsync(host)).ShouldBe(false);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            // All of the primary's connections are in use: the next one waits, rather than go to the replica.
            var context = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
            await context.Database.OpenConnectionAsync();
            var next = IsReplicaAsync(host);
            // A replica that is asked answers within milliseconds.
            (await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(1)))).ShouldNotBe(next);
            await context.Database.CloseConnectionAsync();
            (await next).ShouldBe(false);
        }

        await primary.KillAsync();
        await Eventually.BecomesAsync(() => IsReplicaAsync(host), isReplica => isReplica == true);
        await replica.PromoteAsync(default);
        await Eventually.BecomesAsync(() => IsReplicaAsync(host), isReplica => isReplica == false);
        await host.StopAsync();
    }

    static async Task<PostgresServer> StartEmptyAsync()
    {
        var server = await PostgresServer.StartNewAsync(default);
        await server.CreateDatabaseAsync(Database, default);
        return server;
    }

    internal static async Task<PostgresServer> StartPrimaryAsync()
    {
        var server = await StartEmptyAsync();
        await using var context = TicketingApp.CreateContext(server.ConnectionString(Database));
        await context.Database.MigrateAsync();
        return server;
    }

    /// <summary>The servers in this order, as production's connection strings name them.</summary>
    static string Regional(PostgresServer one, PostgresServer other) => new NpgsqlConnectionStringBuilder(one.ConnectionString(Database))
    {
        Host = $"127.0.0.1:{one.Port},127.0.0.1:{other.Port}",
        TargetSessionAttributes = "prefer-primary",
    }.ConnectionString;

    static async Task<IHost> StartAsync(string database)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration["ConnectionStrings:ticketing"] = database;
        builder.AddTicketingDatabase();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    static Task<MessagingHost> StartMessagingAsync(string database, string broker) => MessagingHost.StartAsync(database, broker, service =>
    {
        service.AddOutboxRelay();
        service.AddConsumer<Greeting, Handler<Greeting>>(MessagingHost.Greetings);
    });

    static async Task<bool> QueueExistsAsync(string broker)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            await channel.QueueDeclarePassiveAsync(MessagingHost.Greetings.Name);
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
    }

    static async Task CaughtUpAsync(PostgresServer primary, PostgresServer replica)
    {
        var written = await primary.AskAsync<string>("SELECT pg_current_wal_lsn()::text", default);
        await Eventually.BecomesAsync(() => replica.AskAsync<bool>($"SELECT pg_last_wal_replay_lsn() >= '{written}'", default), reached => reached);
    }

    /// <summary>Null while it cannot be asked.</summary>
    static async Task<bool?> IsReplicaAsync(IHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        try
        {
            return await scope.ServiceProvider.GetRequiredService<TicketingDbContext>().IsReplicaAsync(default);
        }
        catch (Exception failure) when (DatabaseFailure.IsAbsence(failure))
        {
            return null;
        }
    }

    static Task<T> BecomesAsync<T>(Func<T> ask, T expected) => Eventually.BecomesAsync(() => Task.FromResult(ask()), answer => Equals(answer, expected));
}
