using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Database;
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
    readonly int showings;
    int runs;

    Pgbench(NpgsqlConnectionStringBuilder connection, long firstShowing, int firstSeat, int showings)
    {
        this.connection = connection;
        this.firstShowing = firstShowing;
        this.firstSeat = firstSeat;
        this.showings = showings;
    }

    public string Settings { get; private init; } = "";

    public static async Task<Pgbench> PrepareAsync(LoadStack stack, CancellationToken ct)
    {
        var server = new NpgsqlConnectionStringBuilder(stack.DatabaseConnection);
        await using (var create = new NpgsqlConnection(server.ConnectionString))
        {
            await create.OpenAsync(ct);
            await using var command = new NpgsqlCommand($"CREATE DATABASE {Database} TEMPLATE template0", create);
            await command.ExecuteNonQueryAsync(ct);
        }

        server.Database = Database;
        var own = new Stack.Showings(server.ConnectionString);
        await using var database = own.Database();
        await database.Database.MigrateAsync(ct);
        await BareCatalogue.AddAsync(database, ct);
        var ids = await own.AddAsync(Showings, Seats, ct);
        var firstSeat = await database.Seats.MinAsync(seat => seat.Id, ct);
        if (ids[^1] - ids[0] != Showings - 1)
            throw new InvalidOperationException("The showings' numbers do not follow each other, which the script counts on.");
        return new Pgbench(server, ids[0], firstSeat, Showings)
        {
            Settings = $"{Clients} clients, {Threads} threads, statements prepared, fsync {await AskAsync(database, "fsync", ct)}, synchronous_commit {await AskAsync(database, "synchronous_commit", ct)}",
        };
    }

    /// <returns>Bookings per second.</returns>
    /// <exception cref="InvalidOperationException">pgbench failed, or a transaction of its.</exception>
    public async Task<double> RunAsync(TimeSpan duration, CancellationToken ct)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Resource.Read("booking.sql"), ct);
            await EmptyAsync(ct);
            var start = new ProcessStartInfo(Find())
            {
                ArgumentList =
                {
                    "-n", "-c", Text(Clients), "-j", Text(Threads), "-T", Text((int)duration.TotalSeconds), "-M", "prepared", "-f", script,
                    "-D", $"first_showing={Text(firstShowing)}", "-D", $"first_seat={Text(firstSeat)}", "-D", $"showings={Text(showings)}", "-D", "n=0",
                    "-D", $"run={Text(++runs)}", "-h", connection.Host!, "-p", Text(connection.Port), "-U", connection.Username!, Database,
                },
                Environment = { ["PGPASSWORD"] = connection.Password },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start) ?? throw new InvalidOperationException("pgbench did not start.");
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
            await process.WaitForExitAsync(ct);
            var said = $"{await output}{await errors}";
            return process.ExitCode == 0 && TransactionsPerSecond().Match(said) is { Success: true } tps
                ? double.Parse(tps.Groups[1].Value, CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"pgbench: {said}");
        }
        finally
        {
            File.Delete(script);
        }
    }

    /// <summary>Every run has all seats before it, and tables no bigger than those of the run before.</summary>
    async Task EmptyAsync(CancellationToken ct)
    {
        await using var open = new NpgsqlConnection(connection.ConnectionString);
        await open.OpenAsync(ct);
        foreach (var statement in (string[])["TRUNCATE bookings, payment_notifications, idempotent_requests, outbox_messages, inbox_messages CASCADE", "VACUUM ANALYZE"])
        {
            await using var command = new NpgsqlCommand(statement, open);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    static async Task<string> AskAsync(TicketingDbContext database, string setting, CancellationToken ct) =>
        await database.Database.SqlQuery<string>($"SELECT current_setting({setting}) AS \"Value\"").SingleAsync(ct);

    /// <summary>Where the server's package has it; in PATH otherwise.</summary>
    static string Find() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => $"{version}/bin/pgbench").Where(File.Exists).Order().LastOrDefault() ?? "pgbench"
        : "pgbench";

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("tps = ([0-9.]+)")]
    private static partial Regex TransactionsPerSecond();
}
