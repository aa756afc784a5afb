using System.Globalization;
using System.Net;
using System.Text;

namespace Ticketing.Load.Reporting;

/// <summary>A report as one page that needs nothing else: no script, no font, no address outside.</summary>
static class HtmlReport
{
    const string Style = """
        :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
        body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
        table { border-collapse: collapse; margin: .5rem 0 1.5rem }
        caption { text-align: left; font-weight: 600; padding: .3rem 0 }
        th, td { padding: .2rem .8rem .2rem 0; text-align: right; border-bottom: 1px solid #8884; font-variant-numeric: tabular-nums }
        th:first-child, td:first-child { text-align: left }
        pre { background: #8881; padding: .6rem .8rem; overflow-x: auto; font-size: 13px }
        svg { width: 100%; height: auto; margin-bottom: 1.5rem }
        figure { margin: 0 } figcaption, summary { font-weight: 600 }
        """;

    public static string Write(Report report, DateTimeOffset startedAt)
    {
        var html = new StringBuilder()
            .Append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append(CultureInfo.InvariantCulture, $"<title>{Encode(report.Title)}</title><style>{Style}</style><h1>{Encode(report.Title)}</h1><p>{startedAt:u}</p>");
        foreach (var part in report.Parts)
            html.Append(Write(part)).Append('\n');
        return html.ToString();
    }

    static string Write(ReportPart part) => part switch
    {
        ReportPart.Heading heading => $"<h2>{Encode(heading.Words)}</h2>",
        ReportPart.Text text => $"<p>{Encode(text.Words)}</p>",
        ReportPart.Code code => $"<details><summary>{Encode(code.Caption)}</summary><pre>{Encode(code.Words)}</pre></details>",
        ReportPart.Table table => Write(table),
        ReportPart.Chart chart => $"<figure><figcaption>{Encode(chart.Caption)}</figcaption>{SvgChart.Write(chart)}</figure>",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "No such part."),
    };

    static string Write(ReportPart.Table table) =>
        $"<table><caption>{Encode(table.Caption)}</caption><tr>{Cells("th", table.Columns)}</tr>"
        + string.Concat(table.Rows.Select(row => $"<tr>{Cells("td", row)}</tr>")) + "</table>";

    static string Cells(string tag, IEnumerable<string> cells) => string.Concat(cells.Select(cell => $"<{tag}>{Encode(cell)}</{tag}>"));

    static string Encode(string text) => WebUtility.HtmlEncode(text);
}
