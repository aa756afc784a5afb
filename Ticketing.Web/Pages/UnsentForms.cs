using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Ticketing.Web.Pages;

/// <summary>
/// A form that is shown anew before it was sent. A page names its form in <c>ViewData["Form"]</c>: then what switches the language sends the
/// form to <c>OnPostLanguage</c>, without a script and with nothing of it in the address.
/// </summary>
static class UnsentForms
{
    /// <summary>The page with what was typed so far; nothing of that is wrong yet.</summary>
    public static PageResult AsTyped(this PageModel page)
    {
        string[] inputs = [.. page.ModelState.Keys];
        page.ModelState.ClearValidationState("");
        foreach (var input in inputs)
            page.ModelState.MarkFieldSkipped(input);
        return page.Page();
    }
}
