using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Ticketing.Web.Drawing;

/// <summary>Draws <c>&lt;film-poster film-id="…" title="…"/&gt;</c>: colours and pattern follow from the film's id, so they never change.</summary>
[HtmlTargetElement("film-poster", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PosterTagHelper : TagHelper
{
    const int Width = 200;
    const int Height = 300;
    const int Margin = 16;
    const int TitleHeight = 110;

    public string FilmId { get; set; } = "";

    public string Title { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "poster");
        output.Attributes.SetAttribute("viewBox", $"0 0 {Width} {Height}");
        // The title always stands beside the poster as text.
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent(Draw());
    }

    string Draw()
    {
        var seed = Seed(FilmId);
        var hue = (int)(seed % 360);
        var second = (hue + 30 + (int)((seed >> 9) % 5 * 35)) % 360;
        var drawing = new StringBuilder();
        drawing.Append(CultureInfo.InvariantCulture, $"""<rect width="{Width}" height="{Height}" fill="hsl({hue},48%,24%)"/>""");
        drawing.Append(PosterPattern.Draw(seed >> 16, $"hsl({second},68%,58%)", $"hsl({hue},55%,40%)"));
        drawing.Append(CultureInfo.InvariantCulture, $"""<rect y="176" width="{Width}" height="124" fill="hsl({hue},55%,11%)" fill-opacity=".86"/>""");
        DrawTitle(drawing);
        return drawing.ToString();
    }

    void DrawTitle(StringBuilder drawing)
    {
        var (size, lines) = TitleLines.Fit(Title, Width - (2 * Margin), TitleHeight);
        var lineHeight = size * TitleLines.LineHeight;
        var y = 238 - ((lines.Count - 1) * lineHeight / 2) + (size * 0.35);
        foreach (var line in lines)
        {
            drawing.Append(CultureInfo.InvariantCulture, $"""<text x="{Margin}" y="{y:0.#}" font-size="{size}" font-weight="800" fill="#fff">{WebUtility.HtmlEncode(line)}</text>""");
            y += lineHeight;
        }
    }

    /// <summary>FNV-1a, stirred once more: unlike string.GetHashCode, the same in every process.</summary>
    static uint Seed(string text)
    {
        var hash = text.Aggregate(2166136261u, (hash, letter) => unchecked((hash ^ letter) * 16777619u));
        hash = unchecked((hash ^ (hash >> 15)) * 2246822519u);
        return hash ^ (hash >> 13);
    }
}
