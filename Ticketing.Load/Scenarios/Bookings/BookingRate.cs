using System.Globalization;
using Npgsql;
using Ticketing.Load.Comparing;
using Ticketing.Load.Reporting;

namespace Ticketing.Load.Scenarios.Bookings;

/// <summary>Bookings through the whole way, beside the same statements sent to the same server by pgbench.</summary>
sealed class BookingRate : IScenario
{
    public string Name => "bookings";
    public string Summary => "hold, pay, confirmed, mail queued: how many a second, and as a share of what pgbench does";
    public string Usage => "--compare --rounds 3 --seconds 10 --clients 48 --showings 100 --seats 300 --warm-up 45";

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var (options, report) = (run.Options, run.Report);
        var (rounds, duration, warmUp) = (options.Number("rounds", 3), options.Seconds("seconds", 10), options.Seconds("warm-up", 45));
        var (clients, showings, seats) = (options.Number("clients", 48), options.Number("showings", 100), options.Number("seats", 300));
        var compares = options.Flag("compare");
        _ = options.Flag("strict");
        options.RefuseUnknown();

        report.Heading(string.Create(CultureInfo.InvariantCulture, $"Bookings of two seats by {clients} customers at a time, {showings} showings of {seats} seats"));
        report.Text($"Stack: {run.Stack.Settings}; one replica of every service, reached without a relay. Counted in PostgreSQL: bookings whose confirmation, which is what the mail is made of, the broker has taken.");
        var pgbench = compares ? await Pgbench.PrepareAsync(run.Stack, ct) : null;
        if (pgbench is not null)
            report.Text($"pgbench: {pgbench.Settings}, on the same server in a database of its own with the same schema.");

        var buyers = new Buyers(run, clients);
        await buyers.RunAsync(showings, seats, warmUp, ct);
        var rows = new List<string[]>();
        for (var round = 1; round <= rounds; round++)
        {
            // Not always the same first.
            var bare = round % 2 == 0 && pgbench is not null ? await pgbench.RunAsync(duration, ct) : (double?)null;
            var whole = await buyers.RunAsync(showings, seats, duration, ct);
            if (pgbench is not null)
                bare ??= await pgbench.RunAsync(duration, ct);
            Add(report.Figures, whole, bare);
            rows.Add([Text(round), Text(whole.PerSecond), Text(whole.OutboxLagP99.TotalSeconds), bare is { } tps ? Text(tps) : "–", bare is { } each ? Text(whole.PerSecond / each) : "–"]);
            Console.WriteLine(string.Join("   ", rows[^1]));
        }

        report.Table("Rounds", ["round", "bookings per second", "outbox lag p99 s", "pgbench transactions per second", "ratio"], rows);
        RateTable.Report(report, "Steps of a customer, and how long they took", buyers.Steps);
        if (pgbench is not null)
            report.Code("pgbench's script", Resource.Read("booking.sql"));
        Targets.Report(report);
    }

    static void Add(Figures figures, BookedSpan whole, double? bare)
    {
        figures.Add("bookings_per_second", whole.PerSecond);
        figures.Add("outbox_lag_p99_seconds", whole.OutboxLagP99.TotalSeconds);
        if (bare is { } tps)
        {
            figures.Add("pgbench_bookings_per_second", tps);
            figures.Add("bookings_vs_pgbench", whole.PerSecond / tps);
        }
    }

    static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>What became of a span of time, by PostgreSQL.</summary>
/// <param name="PerSecond">Bookings whose confirmation was published within it.</param>
/// <param name="OutboxLagP99">From a message's writing, before its transaction's commit, to the mark that the broker has it.</param>
sealed record BookedSpan(double PerSecond, TimeSpan OutboxLagP99)
{
    const string Confirmed = "SELECT count(*) FROM outbox_messages WHERE type = 'BookingConfirmed' AND published_at >= $1 AND published_at < $2";

    const string Lag = """
        SELECT coalesce(percentile_disc(0.99) WITHIN GROUP (ORDER BY coalesce(published_at, now()) - created_at), interval '0')
        FROM outbox_messages WHERE created_at >= $1 AND created_at < $2
        """;

    public static async Task<BookedSpan> ReadAsync(NpgsqlDataSource database, DateTimeOffset since, TimeSpan duration, CancellationToken ct) => new(
        (long)(await AskAsync(database, Confirmed, since, duration, ct))! / duration.TotalSeconds,
        (TimeSpan)(await AskAsync(database, Lag, since, duration, ct))!);

    static async Task<object?> AskAsync(NpgsqlDataSource database, string query, DateTimeOffset since, TimeSpan duration, CancellationToken ct)
    {
        await using var command = database.CreateCommand(query);
        command.Parameters.Add(new NpgsqlParameter { Value = since });
        command.Parameters.Add(new NpgsqlParameter { Value = since + duration });
        return await command.ExecuteScalarAsync(ct);
    }
}
