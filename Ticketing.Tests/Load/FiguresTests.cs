using System.Text.Json;
using Ticketing.Load.Comparing;
using Ticketing.Load.Reporting;

namespace Ticketing.Tests.Load;

public sealed class FiguresTests
{
    [Fact]
    public void ToJson_OfSeveralRounds_IsOneFlatObjectOfMediansAndSpreads()
    {
        var figures = new Figures();
        foreach (var value in (double[])[0.5, 0.7, 0.4, 0.6, 0.65])
            figures.Add("hold_vs_evalsha", value);
        figures.Add("race_settled_seconds", 1);
        figures.Add("race_settled_seconds", 2);

        var json = JsonDocument.Parse(figures.ToJson()).RootElement;

        json.EnumerateObject().ToDictionary(figure => figure.Name, figure => figure.Value.GetDouble()).ShouldBe(
            new Dictionary<string, double>
            {
                ["hold_vs_evalsha"] = 0.6,
                ["hold_vs_evalsha_min"] = 0.4,
                ["hold_vs_evalsha_max"] = 0.7,
                ["race_settled_seconds"] = 1.5,
                ["race_settled_seconds_min"] = 1,
                ["race_settled_seconds_max"] = 2,
            },
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("hold_vs_evalsha", 0.44, false)]
    [InlineData("hold_vs_evalsha", 0.45, true)]
    [InlineData("race_settled_seconds", 2.1, false)]
    [InlineData("race_settled_seconds", 1.9, true)]
    [InlineData("stream_delivered", 0.9999, false)]
    public void AreMet_OfOneFigure_ComparesItWithWhatIsAsked(string figure, double value, bool met)
    {
        var figures = new Figures();
        figures.Add(figure, value);
        Targets.AreMet(figures).ShouldBe(met);
    }

    [Fact]
    public void Write_OfAReport_NeedsNothingFromElsewhere()
    {
        var report = new Report("a <report>");
        report.Heading("numbers");
        report.Table("rates", ["who", "rate"], [["<us>", "1"]]);
        report.Chart("over time", "s", "per second", new Series("due", [(0, 1), (1, 3)]));

        var page = HtmlReport.Write(report, DateTimeOffset.UnixEpoch);

        page.ShouldContain("&lt;us&gt;");
        page.ShouldContain("<polyline");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("http");
    }
}
