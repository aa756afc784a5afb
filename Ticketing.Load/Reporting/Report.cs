using System.Globalization;

namespace Ticketing.Load.Reporting;

/// <summary>What a run has to tell, in the order in which it came up: on the console as it comes, at the end as a page.</summary>
sealed class Report(string title)
{
    readonly List<ReportPart> parts = [];

    public string Title => title;
    public IReadOnlyList<ReportPart> Parts => parts;
    public Figures Figures { get; } = new();

    public void Heading(string text)
    {
        parts.Add(new ReportPart.Heading(text));
        Console.WriteLine($"\n== {text}");
    }

    public void Text(string text)
    {
        parts.Add(new ReportPart.Text(text));
        Console.WriteLine(text);
    }

    /// <summary>Code and settings, which are in the page and, only if asked for, on the console.</summary>
    public void Code(string caption, string code, bool aloud = false)
    {
        parts.Add(new ReportPart.Code(caption, code));
        if (aloud)
            Console.WriteLine($"-- {caption}\n{code}");
    }

    public void Table(string caption, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        parts.Add(new ReportPart.Table(caption, columns, rows));
        Console.WriteLine($"\n{caption}");
        var widths = columns.Select((column, n) => rows.Select(row => row[n].Length).Append(column.Length).Max()).ToList();
        foreach (var row in rows.Prepend(columns))
            Console.WriteLine($"  {string.Join("  ", row.Select((cell, n) => n == 0 ? cell.PadRight(widths[n]) : cell.PadLeft(widths[n])))}".TrimEnd());
    }

    public void Chart(string caption, string xAxis, string yAxis, params Series[] series) =>
        parts.Add(new ReportPart.Chart(caption, xAxis, yAxis, series));

    /// <summary>Writes <c>report.html</c> and <c>figures.json</c> into a folder of this run's own, and the figures among the newest of all runs.</summary>
    /// <param name="folder">Such as <c>artifacts/load</c>.</param>
    public async Task SaveAsync(string folder, DateTimeOffset startedAt, CancellationToken ct)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, startedAt.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)));
        await File.WriteAllTextAsync(Path.Combine(own.FullName, "report.html"), HtmlReport.Write(this, startedAt), ct);
        await File.WriteAllTextAsync(Path.Combine(own.FullName, "figures.json"), Figures.ToJson(), ct);
        var newest = Path.Combine(folder, "figures.json");
        await File.WriteAllTextAsync(newest, Figures.ToJson(File.Exists(newest) ? await File.ReadAllTextAsync(newest, ct) : "{}"), ct);
        Console.WriteLine($"\n{Path.Combine(own.FullName, "report.html")}\n{Path.Combine(folder, "figures.json")}");
    }
}

abstract record ReportPart
{
    ReportPart() { }

    public sealed record Heading(string Words) : ReportPart;

    public sealed record Text(string Words) : ReportPart;

    public sealed record Code(string Caption, string Words) : ReportPart;

    public sealed record Table(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportPart;

    public sealed record Chart(string Caption, string XAxis, string YAxis, IReadOnlyList<Series> Series) : ReportPart;
}

/// <summary>A line of a chart.</summary>
sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);
