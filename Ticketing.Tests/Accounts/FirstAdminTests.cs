using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Core.Accounts;
using Ticketing.Workers.Migrations;
using Ticketing.Workers.Migrations.Accounts;

namespace Ticketing.Tests.Accounts;

public sealed class FirstAdminTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const string Email = "boss@cinema.example";
    const string First = "first password of all";
    const string Own = "what nobody else knows";

    [Fact]
    public async Task Run_WhenNobodyIsAdmin_MakesOne()
    {
        var database = await app.GivenDatabaseAsync();

        await MigrateAsync(database, First);

        var (member, roles) = (await MembersAsync(database)).ShouldHaveSingleItem();
        (member.Email, member.EmailConfirmed).ShouldBe((Email, true));
        roles.ShouldBe([Roles.Admin, Roles.Staff], ignoreOrder: true);
        (await HasPasswordAsync(database, First)).ShouldBeTrue();
        // ASVS 2.3.1: for a week, and not as staff.
        member.InitialPasswordEndsAt!.Value.ShouldBe(TimeProvider.System.GetUtcNow().AddDays(7), TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData(First)]
    [InlineData("another password of theirs")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Run_WhenSomebodyIsAdmin_LeavesTheirPasswordAlone(string? setting)
    {
        var database = await app.GivenDatabaseAsync();
        await MigrateAsync(database, First);
        await UseMembersAsync(database, async members => await members.ChangePasswordAsync((await members.FindByEmailAsync(Email))!, First, Own));

        await MigrateAsync(database, setting);

        (await HasPasswordAsync(database, Own)).ShouldBeTrue();
        (await MembersAsync(database)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Run_WhenSomebodyElseIsAdmin_MakesNobody()
    {
        var database = await app.GivenDatabaseAsync();
        await MigrateAsync(database, First);

        await MigrateAsync(database, First, email: "other@cinema.example");

        (await MembersAsync(database)).ShouldHaveSingleItem().Member.Email.ShouldBe(Email);
    }

    /// <summary>What remains when every admin's password is lost.</summary>
    [Fact]
    public async Task Run_WhenNobodyIsAdminAnyMore_MakesAnother()
    {
        var database = await app.GivenDatabaseAsync();
        await MigrateAsync(database, First);
        await using (var context = TicketingApp.CreateContext(database))
            await context.Database.ExecuteSqlAsync($"""DELETE FROM "AspNetUserRoles" WHERE role_id = (SELECT id FROM "AspNetRoles" WHERE name = 'admin')""");

        await MigrateAsync(database, First, email: "other@cinema.example");

        (await MembersAsync(database)).Single(member => member.Roles.Contains(Roles.Admin)).Member.Email.ShouldBe("other@cinema.example");
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task Run_WhenNobodyIsAdminAndThereIsNoPassword_FailsAndNamesIt(string? setting)
    {
        var database = await app.GivenDatabaseAsync();

        var failure = await Should.ThrowAsync<InvalidOperationException>(MigrateAsync(database, setting));

        failure.Message.ShouldContain("Staff:Password");
        (await MembersAsync(database)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_WhenTheAddressIsAMembers_GivesThemNothing()
    {
        var database = await app.GivenDatabaseAsync();
        await UseMembersAsync(database, members => members.CreateAsync(new Member { Id = Guid.CreateVersion7(), UserName = Email, Email = Email }, Own));

        var failure = await Should.ThrowAsync<InvalidOperationException>(MigrateAsync(database, First));

        failure.Message.ShouldContain("Staff:Email");
        (await MembersAsync(database)).ShouldHaveSingleItem().Roles.ShouldBeEmpty();
        (await HasPasswordAsync(database, Own)).ShouldBeTrue();
    }

    [Fact]
    public async Task Ensure_WhenARoleIsMissing_LeavesNoMemberBehind()
    {
        var database = await app.GivenDatabaseAsync();

        await Should.ThrowAsync<InvalidOperationException>(EnsureAsync(database));

        (await MembersAsync(database)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_WhenTwoStartAtOnce_MakesOne()
    {
        // The control, without the lock of migrations: both find no admin, and the database refuses one of them.
        var control = await app.GivenDatabaseAsync();
        await UseAsync(control, First, services => services.GetRequiredService<RoleSeed>().AddMissingAsync());
        (await FailuresAtOnceAsync(control, () => EnsureAsync(control))).ShouldBe(1);

        var database = await app.GivenDatabaseAsync();
        (await FailuresAtOnceAsync(database, () => MigrateAsync(database, First))).ShouldBe(0);

        (await MembersAsync(database)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Run_InDevelopment_SetsThePasswordThatTheAppHostShows()
    {
        var database = await app.GivenDatabaseAsync();
        await MigrateAsync(database, First, Environments.Development);

        await MigrateAsync(database, "a password made up anew", Environments.Development);

        (await MembersAsync(database)).ShouldHaveSingleItem().Member.InitialPasswordEndsAt.ShouldBeNull();
        (await HasPasswordAsync(database, "a password made up anew")).ShouldBeTrue();
        (await HasPasswordAsync(database, First)).ShouldBeFalse();
    }

    static Task MigrateAsync(string database, string? password, string? environment = null, string email = Email) =>
        UseAsync(database, password, services => services.GetRequiredService<DatabaseMigration>().RunAsync(CancellationToken.None), environment, email);

    static Task EnsureAsync(string database) =>
        UseAsync(database, First, services => services.GetRequiredService<FirstAdmin>().EnsureAsync(CancellationToken.None));

    static Task UseMembersAsync(string database, Func<UserManager<Member>, Task<IdentityResult>> use) =>
        UseAsync(database, First, async services => (await use(services.GetRequiredService<UserManager<Member>>())).Succeeded.ShouldBeTrue());

    static async Task<List<(Member Member, IList<string> Roles)>> MembersAsync(string database)
    {
        var found = new List<(Member, IList<string>)>();
        await UseAsync(database, First, async services =>
        {
            var members = services.GetRequiredService<UserManager<Member>>();
            foreach (var member in members.Users.ToList())
                found.Add((member, await members.GetRolesAsync(member)));
        });
        return found;
    }

    static async Task<bool> HasPasswordAsync(string database, string password)
    {
        var has = false;
        await UseAsync(database, First, async services =>
        {
            var members = services.GetRequiredService<UserManager<Member>>();
            has = await members.CheckPasswordAsync((await members.FindByEmailAsync(Email))!, password);
        });
        return has;
    }

    /// <summary>How many of two fail that both come as far as they can while nobody may add a member.</summary>
    static async Task<int> FailuresAtOnceAsync(string database, Func<Task> run)
    {
        await using var server = NpgsqlDataSource.Create(database);
        await using var connection = await server.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("""LOCK TABLE "AspNetUsers" IN SHARE MODE""", connection))
            await hold.ExecuteNonQueryAsync();

        Task[] runs = [run(), run()];
        await Eventually.BecomesAsync(async () =>
        {
            // For the table, or for its turn, which a migrator asks for again and again.
            await using var waiting = server.CreateCommand(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND (wait_event_type = 'Lock' OR state = 'idle' AND query LIKE '%pg_try_advisory_lock%')
                """);
            return (long)(await waiting.ExecuteScalarAsync())!;
        }, waiting => waiting == runs.Length);
        await transaction.CommitAsync();

        await Task.WhenAll(runs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return runs.Count(ended => ended.IsFaulted);
    }

    static async Task UseAsync(string database, string? password, Func<IServiceProvider, Task> use, string? environment = null, string email = Email)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment ?? Environments.Production });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:ticketing", database), new("Staff:Email", email), new("Staff:Password", password)]);
        builder.Configuration.AddInMemoryCollection(GivenAccounts.Of(database));
        builder.AddMigrationsRole();
        using var host = builder.Build();
        await using var scope = host.Services.CreateAsyncScope();
        await use(scope.ServiceProvider);
    }
}
