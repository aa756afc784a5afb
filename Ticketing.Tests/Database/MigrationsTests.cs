using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Workers.Migrations;

namespace Ticketing.Tests.Database;

public sealed partial class MigrationsTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    /// <summary>What databases that are in use have already.</summary>
    const string FirstRelease = "Initial";

    static readonly DateTimeOffset Noon = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Run_InDevelopment_PlansTwoWeeksInEveryHall()
    {
        var database = await app.GivenDatabaseAsync();

        await RunAsync(database, Noon);

        await using var context = TicketingApp.CreateContext(database);
        (await context.Films.CountAsync(film => film.ReleasedInKorea <= new DateOnly(2026, 11, 23))).ShouldBe(18);
        (await context.Films.CountAsync(film => film.ReleasedInKorea > new DateOnly(2026, 11, 23))).ShouldBe(2);
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

    /// <summary>An index of a table that is in use is built beside it, which nobody who merely waits for his turn may hold up.</summary>
    [Fact]
    public async Task Run_WhenTwoStartAtOnceAndIndexesAreToBeBuilt_BuildsThem()
    {
        var database = await app.GivenDatabaseAsync();
        await using var context = TicketingApp.CreateContext(database);
        await context.GetService<IMigrator>().MigrateAsync("Security");
        (await IndexesAsync()).ShouldBeEmpty();

        await Task.WhenAll(RunAsync(database, Noon, Environments.Production), RunAsync(database, Noon, Environments.Production));

        (await IndexesAsync()).ShouldBe(["ix_bookings_network"]);

        Task<List<string>> IndexesAsync() => context.Database.SqlQuery<string>(
            $"""
            SELECT relname::text AS "Value" FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
            WHERE indisvalid AND relname = 'ix_bookings_network'
            """).ToListAsync();
    }

    /// <summary>Else whoever sells tickets meanwhile waits until it is built.</summary>
    [Fact]
    public void Migrations_OfTablesThatAreInUse_BuildIndexesConcurrently()
    {
        using var context = TicketingApp.CreateContext("Host=nowhere.invalid");

        var script = context.GetService<IMigrator>().GenerateScript(FirstRelease);

        var made = CreateTable().Matches(script).Select(table => table.Groups[1].Value).ToHashSet();
        var indexes = CreateIndex().Matches(script);
        indexes.Count.ShouldBeGreaterThan(10);
        indexes.Where(index => !made.Contains(index.Groups[2].Value)).ShouldAllBe(index => index.Groups[1].Value == "CONCURRENTLY ");
    }

    [Fact]
    public void Model_IsWhatTheMigrationsMake()
    {
        using var context = TicketingApp.CreateContext("Host=nowhere.invalid");

        context.Database.HasPendingModelChanges().ShouldBeFalse();
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

    [GeneratedRegex("CREATE TABLE (\\S+)")]
    private static partial Regex CreateTable();

    [GeneratedRegex("CREATE (?:UNIQUE )?INDEX (CONCURRENTLY )?\\S+ ON (\\S+)")]
    private static partial Regex CreateIndex();

    static DateOnly DayOf(Showing showing) => BusinessDayOf(showing.StartsAt);

    static DateOnly BusinessDayOf(DateTimeOffset startsAt) =>
        BusinessDay.Of(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(startsAt, "Asia/Seoul").DateTime);
}
