using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Ticketing.Core.Database;

namespace Ticketing.Tests.Database;

/// <summary>What fails for one customer, in the very run that prepares the statement, leaves nothing behind for the next.</summary>
public sealed class FailedStatementsTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    /// <summary>Npgsql prepares a statement when it is used for the fifth time.</summary>
    const int Usages = 8;

    [Fact]
    public async Task Query_AfterItFailedOnce_Answers()
    {
        using var host = await GivenHostAsync();
        for (var usages = 0; usages < Usages; usages++)
        {
            for (var n = 0; n < usages; n++)
                (await DivideAsync(host, usages, 1)).ShouldBe(usages + 1);

            (await Should.ThrowAsync<PostgresException>(() => DivideAsync(host, usages, 0))).SqlState.ShouldBe(PostgresErrorCodes.DivisionByZero);

            (await DivideAsync(host, usages, 1)).ShouldBe(usages + 1);
        }
    }

    /// <summary>With one connection, so that the next has what the one before has left.</summary>
    async Task<IHost> GivenHostAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:ticketing", $"{await app.GivenDatabaseAsync()};Maximum Pool Size=1")]);
        builder.AddTicketingDatabase();
        return builder.Build();
    }

    static async Task<int> DivideAsync(IHost host, int statement, int by)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TicketingDbContext>().Database
            .SqlQuery<int>(FormattableStringFactory.Create($"SELECT {statement} + 1 / {{0}} AS \"Value\"", by)).SingleAsync();
    }
}
