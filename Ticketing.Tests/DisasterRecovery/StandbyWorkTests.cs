using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Load.DisasterRecovery;
using Ticketing.SeatHolds.SeatMap;
using Ticketing.SeatHolds.WaitingRooms.Admission;
using Ticketing.Workers.Payments;

namespace Ticketing.Tests.DisasterRecovery;

/// <summary>
/// What services do by themselves they do not begin in a region that stands by. A replica refuses most of what they would write, so it
/// is their rounds and failures that are looked at, not their effects.
/// </summary>
public sealed class StandbyWorkTests
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task PeriodicWork_WhenTheDatabaseIsAReplica_BeginsWithItsPromotion()
    {
        await using var primary = await StandbyTests.StartPrimaryAsync();
        await using var replica = await PostgresServer.StartReplicaAsync(primary, default);
        using var standing = await StartWorkAsync(replica);
        // The control: the same host on the primary, so that the one that stands by has had its time.
        using var serving = await StartWorkAsync(primary);
        await HasWorkedAsync(serving);

        var rounds = standing.Services.GetRequiredService<Rounds>();
        (rounds.OfJobs, rounds.OfChores).ShouldBe((0, 0));

        await replica.PromoteAsync(default);
        await HasWorkedAsync(standing);
        await Task.WhenAll(standing.StopAsync(), serving.StopAsync());
    }

    [Fact]
    public async Task Admission_WhenTheDatabaseIsAReplica_BeginsWithItsPromotion()
    {
        await using var primary = await StandbyTests.StartPrimaryAsync();
        await GivenRoomAsync(primary);
        await using var replica = await PostgresServer.StartReplicaAsync(primary, default);
        var failures = new Failures();
        await using var standing = await StartSeatHoldsAsync(replica, failures);
        await using var serving = await StartSeatHoldsAsync(primary, new Failures());
        await AdvancesAsync(primary);
        await AdvancesAsync(primary);

        standing.Services.GetRequiredService<Standby>().IsOn.ShouldBeTrue();
        failures.Said.ShouldBeEmpty();

        await serving.StopAsync();
        await primary.KillAsync();
        await replica.PromoteAsync(default);
        await AdvancesAsync(replica);
        failures.Said.ShouldBeEmpty();
        await standing.StopAsync();
    }

    [Fact]
    public void BackgroundServices_Always_StandByOrOnlyRead()
    {
        Type[] onlyRead = [typeof(Standby), typeof(MessagingLag), typeof(LiveUpdates), typeof(StreamHeartbeat), typeof(EndedSessionsReader)];

        var working = new[] { "Api", "Core", "SeatHolds", "Web", "Workers" }
            .SelectMany(project => Assembly.Load($"Ticketing.{project}").GetTypes())
            .Where(type => type.IsAssignableTo(typeof(BackgroundService)))
            .Except(onlyRead)
            .ToList();

        working.ShouldContain(typeof(AdmissionLoop));
        working.ShouldAllBe(type => type.GetConstructors().Single().GetParameters().Any(parameter => parameter.ParameterType == typeof(Standby)));
    }

    static async Task<IHost> StartWorkAsync(PostgresServer database)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration["ConnectionStrings:ticketing"] = database.ConnectionString(StandbyTests.Database);
        builder.AddTicketingDatabase();
        var rounds = new Rounds();
        builder.Services.AddSingleton(rounds);
        builder.AddPeriodicJob<CountedWork>("Interval", Interval);
        builder.AddPeriodicWorker("Counting", Interval, _ => _ => Task.FromResult(Interlocked.Increment(ref rounds.OfChores)));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    static async Task HasWorkedAsync(IHost host)
    {
        var rounds = host.Services.GetRequiredService<Rounds>();
        await Eventually.BecomesAsync(() => Task.FromResult((rounds.OfJobs, rounds.OfChores)), done => done is { OfJobs: > 1, OfChores: > 1 });
    }

    static async Task GivenRoomAsync(PostgresServer primary)
    {
        await using var context = TicketingApp.CreateContext(primary.ConnectionString(StandbyTests.Database));
        await context.GivenCatalogueAsync();
        var showing = await context.GivenShowingAsync();
        await context.GivenWaitingRoomAsync(showing.Id, cap: 10);
    }

    static async Task<TestService> StartSeatHoldsAsync(PostgresServer database, Failures failures) => await TestService.StartAsync(
        builder =>
        {
            WaitingRoomWorld.Configure(builder);
            builder.Services.AddSingleton<ILogger<AdmissionLoop>>(failures);
        },
        WaitingRoomWorld.Map,
        [
            .. WaitingRoomWorld.Settings([
                ("ConnectionStrings:ticketing", database.ConnectionString(StandbyTests.Database)),
                ("ConnectionStrings:redis", await TicketingApp.GivenRedisAsync()),
            ]),
        ]);

    static async Task AdvancesAsync(PostgresServer database)
    {
        var before = await AdvancedAtAsync(database);
        await Eventually.BecomesAsync(() => AdvancedAtAsync(database), now => now > before);
    }

    static Task<DateTimeOffset> AdvancedAtAsync(PostgresServer database) =>
        database.AskAsync<DateTimeOffset>("SELECT advanced_at FROM waiting_rooms", default, StandbyTests.Database);

    sealed class Rounds
    {
        public int OfJobs;
        public int OfChores;
    }

    sealed class CountedWork(Rounds rounds) : IPeriodicWork
    {
        public static string Name => "counted";

        public Task RunAsync(CancellationToken ct)
        {
            Interlocked.Increment(ref rounds.OfJobs);
            return Task.CompletedTask;
        }
    }

    /// <summary>What the loop could not do.</summary>
    sealed class Failures : ILogger<AdmissionLoop>
    {
        readonly ConcurrentQueue<string> said = new();

        public IReadOnlyCollection<string> Said => said;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                said.Enqueue($"{formatter(state, exception)}: {exception?.Message}");
        }
    }
}
