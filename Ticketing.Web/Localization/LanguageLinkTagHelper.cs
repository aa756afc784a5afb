using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Ticketing.Web.Localization;

/// <summary>Links and forms lead to pages in the language of their own; they are written with the address that the page has in Korean.</summary>
[HtmlTargetElement("a")]
[HtmlTargetElement("form")]
public sealed class LanguageLinkTagHelper : TagHelper
{
    /// <summary>Last: others make addresses from a page's name.</summary>
    public override int Order => int.MaxValue;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (var name in (string[])["href", "action"])
        {
            if (!output.Attributes.TryGetAttribute(name, out var attribute))
                continue;

            object? localized = attribute.Value switch
            {
                string address => Languages.Localize(address),
                // Encoded already, which leaves slashes and letters as they are.
                HtmlString address => new HtmlString(Languages.Localize(address.Value ?? "")),
                _ => null,
            };
            if (localized is not null)
                output.Attributes.SetAttribute(new TagHelperAttribute(name, localized, attribute.ValueStyle));
        }
    }
}
