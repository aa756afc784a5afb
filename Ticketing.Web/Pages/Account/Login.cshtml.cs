using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Customers;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Account;

sealed class LoginModel(AccountClient accounts, ProblemWords problems) : PageModel
{
    [BindProperty]
    public AccountForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>What was done by a mail's link just before, so that signing in is next.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public string? Problem { get; private set; }

    public IActionResult OnPostLanguage() => this.AsTyped();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();

        if ((await accounts.LoginAsync(Form.Email.Trim(), Form.Password, ct)).Succeeded(out var token, out var problem))
        {
            GuestCustomers.SignIn(HttpContext, token);
            return SeeOther.To(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
        }

        Problem = ModelState.Blame(problem.Code == "login_failed" ? "Form.Password" : null, Response.Explain(problem, problems));
        return Page();
    }
}
