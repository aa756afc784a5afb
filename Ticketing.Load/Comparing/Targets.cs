namespace Ticketing.Load.Comparing;

/// <param name="AtLeast">What is asked of the figure; for seconds and cores it is the most that is allowed.</param>
/// <param name="Aim">What would be good; null if nothing beyond was named.</param>
sealed record Target(string Figure, string What, double AtLeast, double? Aim, bool LessIsBetter = false)
{
    public bool IsMet(double value) => LessIsBetter ? value <= AtLeast : value >= AtLeast;
}

/// <summary>What the comparison must show.</summary>
static class Targets
{
    public static readonly IReadOnlyList<Target> All =
    [
        new("hold_vs_evalsha", "hold endpoint ÷ bare EVALSHA endpoint", 0.45, 0.60),
        new("hold_vs_redlock", "hold endpoint ÷ RedLock.net endpoint", 1.2, 1.6),
        new("hold_vs_for_update", "hold endpoint ÷ SELECT … FOR UPDATE endpoint", 4.5, 6),
        new("hold_vs_on_conflict", "hold endpoint ÷ INSERT … ON CONFLICT endpoint", 1, null),
        new("evalsha_vs_hello", "bare EVALSHA endpoint ÷ hello", 0.33, null),
        new("seatmap_vs_hello", "seat states ÷ hello", 0.80, 0.95),
        new("race_settled_seconds", "200 buyers, overlapping pairs of 300 seats: seconds until settled", 2, 1, LessIsBetter: true),
        new("stream_delivered", "SSE, 5,000 clients, 100 changes/s: share delivered", 1, 1),
        new("stream_cores", "the same: processor cores that seat-holds uses", 0.9, 0.6, LessIsBetter: true),
        new("bookings_vs_pgbench", "bookings, hold to mail queued ÷ the same statements by pgbench", 0.10, 0.25),
        new("outbox_lag_p99_seconds", "the same: seconds from a message's writing to the broker's confirm, 99 of 100", 1, null, LessIsBetter: true),
        new("waiting_vs_hello", "status polls with 100,000 waiting ÷ hello", 0.5, 0.8),
    ];

    /// <summary>Prints each figure that was measured beside its target.</summary>
    public static void Report(Report report) => report.Table(
        "Figures: median of the rounds, their spread, and what is asked", ["figure", "median", "min", "max", "rounds", "asked", "aim", "verdict", "what"],
        [.. Measured(report.Figures).Select(target => Row(target, report.Figures))]);

    /// <summary>Whether all that were measured are met.</summary>
    public static bool AreMet(Figures figures) => Measured(figures).All(target => target.IsMet(figures.Median(target.Figure)));

    static IEnumerable<Target> Measured(Figures figures) => All.Where(target => figures.Has(target.Figure));

    static string[] Row(Target target, Figures figures) =>
    [
        target.Figure, Number(figures.Median(target.Figure)), Number(figures.Least(target.Figure)), Number(figures.Greatest(target.Figure)),
        $"{figures.Rounds(target.Figure)}", $"{(target.LessIsBetter ? "≤" : "≥")} {Number(target.AtLeast)}",
        target.Aim is { } aim ? Number(aim) : "–", target.IsMet(figures.Median(target.Figure)) ? "pass" : "MISS", target.What,
    ];

    static string Number(double value) => $"{value:0.###}";
}
