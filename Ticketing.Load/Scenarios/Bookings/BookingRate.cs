using System.CommandLine;
using Npgsql;
using Ticketing.Load.Comparing;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios.Bookings;

/// <summary>Bookings through the whole way, beside the same statements sent to the same server by pgbench.</summary>
sealed class BookingRate : IScenario
{
    static readonly Option<bool> Beside = new("--compare") { Description = "Beside pgbench, which sends the same statements" };
    static readonly Option<int> Rounds = Options.Number("--rounds", 3, "Rounds that are counted");
    static readonly Option<double> Seconds = Options.Seconds("--seconds", 10, "How long a round lasts");
    static readonly Option<int> Clients = Options.Number("--clients", 48, "Customers at a time");
    static readonly Option<int> Showings = Options.Number("--showings", 100, "Showings of each round");
    static readonly Option<int> Seats = Options.Number("--seats", 300, "Seats of each", least: 2);
    static readonly Option<double> WarmUp = Options.Seconds("--warm-up", 45, "How long customers buy before it counts", least: 0);

    public Command Command { get; } = new("bookings", "hold, pay, confirmed, mail queued: how many a second, and as a share of what pgbench does")
    {
        Beside, Rounds, Seconds, Clients, Showings, Seats, WarmUp, Options.Strict,
    };

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var (options, report) = (run.Options, run.Report);
        var (rounds, duration) = (options.GetValue(Rounds), options.GetTime(Seconds));
        var (clients, showings, seats) = (options.GetValue(Clients), options.GetValue(Showings), options.GetValue(Seats));

        report.Heading($"Bookings of two seats by {clients} customers at a time, {showings} showings of {seats} seats");
        report.Text($"Stack: {run.Stack.Settings}; one replica of every service, reached without a relay. Counted in PostgreSQL: bookings whose confirmation, which is what the mail is made of, the broker has taken.");
        var pgbench = options.GetValue(Beside) ? await Pgbench.PrepareAsync(run.Stack, ct) : null;
        if (pgbench is not null)
            report.Text($"pgbench: {pgbench.Settings}, on the same server in a database of its own with the same schema.");

        var buyers = new Buyers(run, clients);
        await buyers.RunAsync(showings, seats, options.GetTime(WarmUp), ct);
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
        report.Latencies("Steps of a customer, and how long they took", buyers.Steps);
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

    static string Text(double number) => $"{number:0.###}";
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
        await database.AskAsync<long>(Confirmed, [since, since + duration], ct) / duration.TotalSeconds,
        await database.AskAsync<TimeSpan>(Lag, [since, since + duration], ct));
}
