using System.Text;
using Microsoft.AspNetCore.Razor.TagHelpers;
using QRCoder;

namespace Ticketing.Web.Drawing;

/// <summary>Draws <c>&lt;qr-code text="…" label="…"/&gt;</c> as one SVG path, sharp at every size and allowed by the content security policy.</summary>
[HtmlTargetElement("qr-code", TagStructure = TagStructure.WithoutEndTag)]
public sealed class QrCodeTagHelper : TagHelper
{
    public string Text { get; set; } = "";

    /// <summary>What a screen reader says.</summary>
    public string Label { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var code = QRCodeGenerator.GenerateQrCode(Text, QRCodeGenerator.ECCLevel.M);
        var size = code.ModuleMatrix.Count;
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "qr-code");
        output.Attributes.SetAttribute("role", "img");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Attributes.SetAttribute("viewBox", $"0 0 {size} {size}");
        output.Attributes.SetAttribute("shape-rendering", "crispEdges");
        output.Content.SetHtmlContent($"""<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{Modules(code)}"/>""");
    }

    /// <summary>Dark modules, each run of a line as one rectangle; the matrix has its quiet zone already.</summary>
    static string Modules(QRCodeData code)
    {
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            var line = code.ModuleMatrix[y];
            for (var x = 0; x < line.Length; x++)
            {
                var start = x;
                while (x < line.Length && line[x])
                    x++;

                if (x > start)
                    path.Append(null, $"M{start} {y}h{x - start}v1h{start - x}z");
            }
        }

        return path.ToString();
    }
}
