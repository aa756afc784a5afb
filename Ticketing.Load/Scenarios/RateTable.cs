using System.Globalization;
using Ticketing.Load.Driving;
using Ticketing.Load.Reporting;

namespace Ticketing.Load.Scenarios;

/// <summary>Measurements as tables and charts.</summary>
static class RateTable
{
    public static readonly string[] Columns = ["", "answers", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms"];

    public static string[] Row(string name, Latencies latencies) =>
    [
        name, latencies.Count.ToString("N0", CultureInfo.InvariantCulture),
        .. ((double[])[50, 90, 99, 99.9]).Select(percent => Milliseconds(latencies.Percentile(percent))), Milliseconds(latencies.Largest),
    ];

    /// <summary>By result, and how it went second by second.</summary>
    public static void Report(Report report, string caption, Measurements measurements)
    {
        report.Table(caption, Columns, [.. measurements.ByResult.OrderBy(result => result.Key).Select(result => Row(result.Key, result.Value)), Row("all", measurements.All)]);
        report.Chart($"{caption}: requests due in each second", "s", "per second", Line("due", second => second.Sent));
        report.Chart(
            $"{caption}: latency from the instant when they were due", "s", "ms",
            Line("p50", second => second.Latencies.Percentile(50).TotalMilliseconds), Line("p99", second => second.Latencies.Percentile(99).TotalMilliseconds));

        Series Line(string name, Func<Measurements.Second, double> value) =>
            new(name, [.. measurements.Seconds.Select(second => ((double)second.Key, value(second.Value)))]);
    }

    static string Milliseconds(TimeSpan latency) => latency.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture);
}
