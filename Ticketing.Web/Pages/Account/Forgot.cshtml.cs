using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Account;

sealed class ForgotModel(ByMailClient accounts, ProblemWords problems) : PageModel
{
    [BindProperty]
    public EmailForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public bool Sent { get; set; }

    public string? Problem { get; private set; }

    public IActionResult OnPostLanguage() => this.AsTyped();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();

        if ((await accounts.AskForPasswordAsync(Form.Email.Trim(), ct)).Succeeded(out _, out var problem))
            return SeeOther.To("/account/forgot?sent=true");

        Problem = Response.Explain(problem, problems);
        return Page();
    }
}

sealed class EmailForm
{
    [Required(ErrorMessage = "Checkout.EmailRequired")]
    [EmailField]
    public string Email { get; set; } = "";
}
