using System.Globalization;
using System.Net;
using System.Text;

namespace Ticketing.Load.Reporting;

/// <summary>Lines over two axes that begin at zero.</summary>
static class SvgChart
{
    const double Left = 70, Right = 780, Top = 20, Bottom = 260;
    const int Ticks = 5;

    static readonly string[] Colours = ["#3b82f6", "#ef4444", "#10b981", "#f59e0b", "#8b5cf6", "#06b6d4"];

    public static string Write(ReportPart.Chart chart)
    {
        var points = chart.Series.SelectMany(series => series.Points).ToList();
        var (width, height) = (RoundUp(points.Select(point => point.X)), RoundUp(points.Select(point => point.Y)));
        var svg = new StringBuilder("<svg viewBox=\"0 0 800 330\" font-size=\"12\" fill=\"currentColor\" role=\"img\">");
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var (x, y) = (Left + (Right - Left) * tick / Ticks, Bottom - (Bottom - Top) * tick / Ticks);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left},{y:F1}H{Right}\" stroke=\"#8884\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{height * tick / Ticks:G4}</text>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{Bottom + 18}\" text-anchor=\"middle\">{width * tick / Ticks:G4}</text>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Right}\" y=\"{Bottom + 36}\" text-anchor=\"end\">{Encode(chart.XAxis)}</text><text x=\"4\" y=\"12\">{Encode(chart.YAxis)}</text>");
        foreach (var (series, n) in chart.Series.Select((series, n) => (series, n)))
        {
            var line = string.Join(' ', series.Points.Select(point => string.Create(
                CultureInfo.InvariantCulture, $"{Left + (Right - Left) * point.X / width:F1},{Bottom - (Bottom - Top) * point.Y / height:F1}")));
            var colour = Colours[n % Colours.Length];
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + n * 130}\" y=\"{Bottom + 58}\" fill=\"{colour}\">{Encode(series.Name)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    // To 1, 2 or 5 times a power of ten.
    static double RoundUp(IEnumerable<double> values)
    {
        var largest = values.DefaultIfEmpty(1).Max();
        if (largest <= 0)
            return 1;

        var power = Math.Pow(10, Math.Floor(Math.Log10(largest)));
        return ((double[])[1, 2, 5, 10]).First(step => step * power >= largest) * power;
    }

    static string Encode(string text) => WebUtility.HtmlEncode(text);
}
