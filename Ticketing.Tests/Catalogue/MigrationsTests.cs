using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Tests.Database;
using Ticketing.Workers.Migrations;

namespace Ticketing.Tests.Catalogue;

public sealed class MigrationsTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    static readonly DateTimeOffset Noon = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Run_InDevelopment_PlansTwoWeeksInEveryHall()
    {
        var database = await app.GivenDatabaseAsync();

        await RunAsync(database, Noon);

        await using var context = TicketingApp.CreateContext(database);
        (await context.Films.CountAsync()).ShouldBe(18);
        (await context.Cinemas.CountAsync()).ShouldBeGreaterThanOrEqualTo(4);
        var halls = await context.Auditoriums.Select(hall => hall.Id).ToListAsync();
        var days = (await context.Showings.ToListAsync()).GroupBy(showing => showing.AuditoriumId)
            .ToDictionary(hall => hall.Key, hall => hall.Select(DayOf).ToHashSet());
        days.Keys.ShouldBe(halls, ignoreOrder: true);
        days.Values.ShouldAllBe(hall => hall.Count == 14 && hall.Min() == new DateOnly(2026, 11, 23));
        (await context.Showings.CountAsync(showing => showing.SaleOpensAt == Noon.AddMinutes(3))).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Run_WhenRunAgain_AddsNothing()
    {
        var database = await app.GivenDatabaseAsync();
        await RunAsync(database, Noon);
        var before = await SnapshotAsync(database);

        await RunAsync(database, Noon.AddHours(1));

        (await SnapshotAsync(database)).ShouldBe(before);
    }

    [Fact]
    public async Task Run_ADayLater_AddsOneDayAndTouchesNothingElse()
    {
        var database = await app.GivenDatabaseAsync();
        await RunAsync(database, Noon);
        await using (var context = TicketingApp.CreateContext(database))
            await context.Showings.Take(1).ExecuteUpdateAsync(set => set.SetProperty(showing => showing.StartsAt, showing => showing.StartsAt.AddMinutes(7)));
        var before = await SnapshotAsync(database);

        await RunAsync(database, Noon.AddDays(1));

        var after = await SnapshotAsync(database);
        before.ShouldBeSubsetOf(after);
        after.Except(before).Select(showing => BusinessDayOf(showing.StartsAt)).Distinct().ShouldBe([new DateOnly(2026, 12, 7)]);
        after.Except(before).ShouldAllBe(showing => showing.SaleOpensAt < Noon);
    }

    [Fact]
    public async Task Run_WhenTwoStartAtOnce_PlansOnce()
    {
        var database = await app.GivenDatabaseAsync();

        await Task.WhenAll(RunAsync(database, Noon), RunAsync(database, Noon));

        var showings = await SnapshotAsync(database);
        showings.Select(showing => (showing.AuditoriumId, showing.StartsAt)).ShouldBeUnique();
        (await CountAsync(database, context => context.Roles)).ShouldBe(3);
    }

    [Fact]
    public async Task Run_WhenTheDatabaseNeverAnswers_GivesUp()
    {
        var time = new FakeTimeProvider(Noon);
        // Port 1 belongs to a service that nobody runs.
        using var host = Build("Host=127.0.0.1;Port=1;Username=nobody;Database=none", time, Environments.Production);
        await using var scope = host.Services.CreateAsyncScope();

        var run = scope.ServiceProvider.GetRequiredService<DatabaseMigration>().RunAsync(CancellationToken.None);
        var second = TimeSpan.FromSeconds(1);
        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromMinutes(2) && !run.IsCompleted; waited += second)
        {
            await Task.WhenAny(run, Task.Delay(20));
            time.Advance(second);
        }

        run.IsCompleted.ShouldBeTrue();
        await Should.ThrowAsync<NpgsqlException>(run);
    }

    [Fact]
    public async Task Run_InProduction_AddsRolesAndAnAdminOnly()
    {
        var database = await app.GivenDatabaseAsync();

        await RunAsync(database, Noon, Environments.Production);

        (await CountAsync(database, context => context.Roles)).ShouldBe(3);
        (await CountAsync(database, context => context.Users)).ShouldBe(1);
        (await CountAsync(database, context => context.Films)).ShouldBe(0);
    }

    static async Task RunAsync(string database, DateTimeOffset now, string? environment = null)
    {
        using var host = Build(database, new FakeTimeProvider(now), environment ?? Environments.Development);
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseMigration>().RunAsync(CancellationToken.None);
    }

    static IHost Build(string database, TimeProvider time, string environment)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:ticketing", database), new("Staff:Password", "some password or other")]);
        builder.Configuration.AddInMemoryCollection(GivenAccounts.Of(database));
        builder.Services.AddSingleton(time);
        builder.AddMigrationsRole();
        return builder.Build();
    }

    sealed record Row(long Id, string AuditoriumId, string FilmId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset SaleOpensAt);

    static async Task<List<Row>> SnapshotAsync(string database)
    {
        await using var context = TicketingApp.CreateContext(database);
        return await context.Showings.OrderBy(showing => showing.Id)
            .Select(showing => new Row(showing.Id, showing.AuditoriumId, showing.FilmId, showing.StartsAt, showing.EndsAt, showing.SaleOpensAt))
            .ToListAsync();
    }

    static async Task<int> CountAsync<T>(string database, Func<TicketingDbContext, IQueryable<T>> rows)
    {
        await using var context = TicketingApp.CreateContext(database);
        return await rows(context).CountAsync();
    }

    static DateOnly DayOf(Showing showing) => BusinessDayOf(showing.StartsAt);

    static DateOnly BusinessDayOf(DateTimeOffset startsAt) =>
        BusinessDay.Of(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(startsAt, "Asia/Seoul").DateTime);
}
