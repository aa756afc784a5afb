using Npgsql;
using Ticketing.Core.Database;

namespace Ticketing.Tests.Database;

public sealed class ConnectionTuningTests
{
    /// <summary>Every long-running process of the system, as the AppHost starts them.</summary>
    const int Processes = 8;

    [Fact]
    public void Tuned_ForAllProcessesTogether_StaysBelowWhatAServerAllows()
    {
        // PostgresProcess.MaxConnections
        const int server = 300;

        var connection = new NpgsqlConnectionStringBuilder(DatabaseExtensions.Tuned("Host=localhost;Database=ticketing"));

        (Processes * connection.MaxPoolSize).ShouldBeLessThan(server);
        connection.Database.ShouldBe("ticketing");
        connection.MaxAutoPrepare.ShouldBePositive();
    }

    [Fact]
    public void Tuned_WhenTheConnectionStringSaysOtherwise_KeepsIt()
    {
        var connection = new NpgsqlConnectionStringBuilder(DatabaseExtensions.Tuned("Host=localhost;Maximum Pool Size=7;Max Auto Prepare=0"));

        (connection.MaxPoolSize, connection.MaxAutoPrepare).ShouldBe((7, 0));
    }
}
