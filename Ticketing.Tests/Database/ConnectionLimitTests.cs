using Npgsql;
using Ticketing.Core.Database;

namespace Ticketing.Tests.Database;

public sealed class ConnectionLimitTests
{
    /// <summary>Every long-running process of the system, as the AppHost starts them.</summary>
    const int Processes = 8;

    [Fact]
    public void Bounded_ForAllProcessesTogether_StaysBelowWhatAServerAllows()
    {
        const int embeddedServer = 300;

        var connection = new NpgsqlConnectionStringBuilder(DatabaseExtensions.Bounded("Host=localhost;Database=ticketing"));

        (Processes * connection.MaxPoolSize).ShouldBeLessThan(embeddedServer);
        connection.Database.ShouldBe("ticketing");
    }

    [Fact]
    public void Bounded_WhenTheConnectionStringHasALimit_KeepsIt() =>
        new NpgsqlConnectionStringBuilder(DatabaseExtensions.Bounded("Host=localhost;Maximum Pool Size=7")).MaxPoolSize.ShouldBe(7);
}
