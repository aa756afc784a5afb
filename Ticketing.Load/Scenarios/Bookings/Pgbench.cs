using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Load.DisasterRecovery;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios.Bookings;

/// <summary>
/// pgbench with the statements of one booking, as they come to PostgreSQL from all services, and nothing around them: the most that
/// this server could do of them. Its database is its own, so that no relay publishes what it writes.
/// </summary>
sealed partial class Pgbench
{
    const int Clients = 16;
    const int Threads = 2;
    const string Database = "pgbench_bookings";

    /// <summary>More seats than any run sells.</summary>
    const int Showings = 500;
    const int Seats = 300;

    readonly NpgsqlConnectionStringBuilder connection;
    readonly long firstShowing;
    readonly int firstSeat;
    int runs;

    Pgbench(NpgsqlConnectionStringBuilder connection, long firstShowing, int firstSeat) =>
        (this.connection, this.firstShowing, this.firstSeat) = (connection, firstShowing, firstSeat);

    public string Settings { get; private init; } = "";

    public static async Task<Pgbench> PrepareAsync(LoadStack stack, CancellationToken ct)
    {
        var server = new NpgsqlConnectionStringBuilder(stack.DatabaseConnection);
        await using (var create = NpgsqlDataSource.Create(server))
            await create.ExecuteAsync([$"CREATE DATABASE {Database} TEMPLATE template0"], ct);

        server.Database = Database;
        var own = new Stack.Showings(server.ConnectionString);
        await using var database = own.Database();
        await database.Database.MigrateAsync(ct);
        await BareCatalogue.AddAsync(database, ct);
        var ids = await own.AddAsync(Showings, Seats, ct);
        var firstSeat = await database.Seats.MinAsync(seat => seat.Id, ct);
        if (ids[^1] - ids[0] != Showings - 1)
            throw new InvalidOperationException("The showings' numbers do not follow each other, which the script counts on.");
        await using var source = NpgsqlDataSource.Create(server);
        var (fsync, commit) = (await source.AskAsync<string>("SHOW fsync", [], ct), await source.AskAsync<string>("SHOW synchronous_commit", [], ct));
        return new Pgbench(server, ids[0], firstSeat) { Settings = $"{Clients} clients, {Threads} threads, statements prepared, fsync {fsync}, synchronous_commit {commit}" };
    }

    /// <returns>Bookings per second.</returns>
    public async Task<double> RunAsync(TimeSpan duration, CancellationToken ct)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Resource.Read("booking.sql"), ct);
            await EmptyAsync(ct);
            var said = await Cli.Wrap(PostgresServer.Find("pgbench"))
                .WithArguments(
                [
                    "-n", "-c", $"{Clients}", "-j", $"{Threads}", "-T", $"{(int)duration.TotalSeconds}", "-M", "prepared", "-f", script,
                    "-D", $"first_showing={firstShowing}", "-D", $"first_seat={firstSeat}", "-D", $"showings={Showings}", "-D", "n=0",
                    "-D", $"run={++runs}", "-h", connection.Host!, "-p", $"{connection.Port}", "-U", connection.Username!, Database,
                ])
                .WithEnvironmentVariables(new Dictionary<string, string?> { ["PGPASSWORD"] = connection.Password })
                .ExecuteBufferedAsync(ct);
            return TransactionsPerSecond().Match(said.StandardOutput) is { Success: true } tps
                ? double.Parse(tps.Groups[1].Value, CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"pgbench told no rate: {said.StandardOutput}");
        }
        finally
        {
            File.Delete(script);
        }
    }

    /// <summary>Every run has all seats before it, and tables no bigger than those of the run before.</summary>
    async Task EmptyAsync(CancellationToken ct)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await database.ExecuteAsync(["TRUNCATE bookings, payment_notifications, idempotent_requests, outbox_messages, inbox_messages CASCADE", "VACUUM ANALYZE"], ct);
    }

    [GeneratedRegex("tps = ([0-9.]+)")]
    private static partial Regex TransactionsPerSecond();
}
