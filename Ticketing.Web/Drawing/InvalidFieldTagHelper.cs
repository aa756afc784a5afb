using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Ticketing.Web.Drawing;

/// <summary>
/// A field whose value was refused says so to who does not see it, and the page begins at the first of them, with scripts or without.
/// Its words are in the element that the field's <c>aria-describedby</c> names.
/// </summary>
[HtmlTargetElement("input", TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("select")]
public sealed class InvalidFieldTagHelper : TagHelper
{
    static readonly object First = new();

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>After those that write the field's name.</summary>
    public override int Order => 1_000;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (output.Attributes["name"]?.Value?.ToString() is not { Length: > 0 } name
            || output.Attributes["type"]?.Value?.ToString() is "hidden"
            || ViewContext.ModelState.GetFieldValidationState(name) != ModelValidationState.Invalid)
            return;

        output.Attributes.SetAttribute("aria-invalid", "true");
        if (ViewContext.HttpContext.Items.TryAdd(First, name))
            output.Attributes.SetAttribute("autofocus", "autofocus");
    }
}
