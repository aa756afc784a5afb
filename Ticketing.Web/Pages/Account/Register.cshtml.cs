using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Account;

sealed class RegisterModel(ByMailClient accounts, ProblemWords problems) : PageModel
{
    [BindProperty]
    public EmailForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Sent { get; set; }

    public string? Problem { get; private set; }

    public IActionResult OnPostLanguage() => this.AsTyped();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();

        if ((await accounts.AskToRegisterAsync(Form.Email.Trim(), Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : null, ct)).Succeeded(out _, out var problem))
            return SeeOther.To("/account/register?sent=true");

        Problem = Response.Explain(problem, problems);
        return Page();
    }
}
