using System.Text.Encodings.Web;
using System.Text.Json;
using Ticketing.Load.Driving;

namespace Ticketing.Load;

/// <summary>What a run has to tell, in the order in which it came up: on the console as it comes, at the end as JSON.</summary>
sealed class Report(string scenario, DateTimeOffset startedAt)
{
    public static readonly string Folder = Path.Combine("artifacts", "load");
    public static readonly string[] LatencyColumns = ["what", "answers", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms"];

    static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly List<object> parts = [];

    public Figures Figures { get; } = new();

    public void Heading(string heading)
    {
        parts.Add(new { heading });
        Console.WriteLine($"\n== {heading}");
    }

    public void Text(string text)
    {
        parts.Add(new { text });
        Console.WriteLine(text);
    }

    /// <summary>Code and settings, which are in the file and, only if asked for, on the console.</summary>
    public void Code(string caption, string code, bool aloud = false)
    {
        parts.Add(new { caption, code });
        if (aloud)
            Console.WriteLine($"-- {caption}\n{code}");
    }

    public void Table(string caption, string[] columns, IReadOnlyList<string[]> rows)
    {
        parts.Add(new { caption, rows = rows.Select(row => columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second)) });
        Console.WriteLine($"\n{caption}");
        var widths = columns.Select((column, n) => rows.Select(row => row[n].Length).Append(column.Length).Max()).ToList();
        foreach (var row in rows.Prepend(columns))
            Console.WriteLine($"  {string.Join("  ", row.Select((cell, n) => n == 0 ? cell.PadRight(widths[n]) : cell.PadLeft(widths[n])))}".TrimEnd());
    }

    /// <summary>By result, and of all together.</summary>
    public void Latencies(string caption, Measurements measurements) => Table(
        caption, LatencyColumns,
        [.. measurements.ByResult.OrderBy(result => result.Key, StringComparer.Ordinal).Select(result => LatencyRow(result.Key, result.Value)), LatencyRow("all", measurements.All)]);

    public static string[] LatencyRow(string name, Latencies latencies) =>
    [
        name, $"{latencies.Count:N0}",
        .. ((double[])[50, 90, 99, 99.9, 100]).Select(percent => $"{latencies.Percentile(percent).TotalMilliseconds:F1}"),
    ];

    public string ToJson() => JsonSerializer.Serialize(new { scenario, startedAt, figures = Figures.Flat, parts }, Written);

    /// <summary>Writes itself into a file of this run's own, and the figures among the newest of all runs.</summary>
    public async Task SaveAsync(string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var own = Path.Combine(folder, $"{startedAt:yyyyMMdd-HHmmss}-{scenario}.json");
        await File.WriteAllTextAsync(own, ToJson(), ct);
        var newest = Path.Combine(folder, "figures.json");
        await File.WriteAllTextAsync(newest, Figures.ToJson(File.Exists(newest) ? await File.ReadAllTextAsync(newest, ct) : "{}"), ct);
        Console.WriteLine($"\n{own}\n{newest}");
    }
}
