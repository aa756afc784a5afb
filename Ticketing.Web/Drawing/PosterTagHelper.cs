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

/// <summary>The picture on a drawn poster: one of six shapes, varied by the seed.</summary>
static class PosterPattern
{
    public static string Draw(uint seed, string bright, string dim) => (seed % 6) switch
    {
        0 => Moon(seed, bright, dim),
        1 => Peaks(seed, bright, dim),
        2 => Rays(bright, dim),
        3 => Rings(seed, bright),
        4 => Skyline(seed, bright, dim),
        _ => Waves(bright, dim),
    };

    static string Moon(uint seed, string bright, string dim) => Format(
        $"""<circle cx="{70 + (seed % 60)}" cy="92" r="58" fill="{bright}"/><circle cx="{98 + (seed % 60)}" cy="78" r="50" fill="{dim}"/>""");

    static string Peaks(uint seed, string bright, string dim) => Format(
        $"""<circle cx="{50 + (seed % 100)}" cy="62" r="22" fill="{bright}"/><path d="M0 190L58 88l44 62 38-48 60 88z" fill="{dim}"/><path d="M58 88l18 26-14 10-10-8-12 8z" fill="{bright}"/>""");

    static string Rays(string bright, string dim)
    {
        var rays = new StringBuilder();
        for (var angle = 0; angle < 360; angle += 30)
            rays.Append(CultureInfo.InvariantCulture, $"""<path d="M100 96L88-120h24z" fill="{dim}" transform="rotate({angle} 100 96)"/>""");

        return rays.Append(Format($"""<circle cx="100" cy="96" r="34" fill="{bright}"/>""")).ToString();
    }

    static string Rings(uint seed, string bright)
    {
        var rings = new StringBuilder();
        for (var radius = 12; radius < 150; radius += 18)
            rings.Append(CultureInfo.InvariantCulture, $"""<circle cx="{60 + (seed % 80)}" cy="96" r="{radius}" fill="none" stroke="{bright}" stroke-width="5" stroke-opacity="{1 - (radius / 170.0):0.##}"/>""");

        return rings.ToString();
    }

    static string Skyline(uint seed, string bright, string dim)
    {
        var houses = new StringBuilder(Format($"""<circle cx="150" cy="54" r="26" fill="{bright}"/>"""));
        for (var i = 0; i < 8; i++)
        {
            var height = 50 + (((seed >> i) * 37) % 90);
            houses.Append(CultureInfo.InvariantCulture, $"""<rect x="{i * 26}" y="{190 - height}" width="21" height="{height}" fill="{dim}"/><rect x="{(i * 26) + 7}" y="{200 - height}" width="6" height="6" fill="{bright}"/>""");
        }

        return houses.ToString();
    }

    static string Waves(string bright, string dim)
    {
        var waves = new StringBuilder();
        for (var i = 0; i < 6; i++)
            waves.Append(CultureInfo.InvariantCulture, $"""<path d="M-10 {48 + (i * 24)}q27-26 54 0t54 0 54 0 54 0" fill="none" stroke="{(i % 2 == 0 ? bright : dim)}" stroke-width="9"/>""");

        return waves.ToString();
    }

    static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
