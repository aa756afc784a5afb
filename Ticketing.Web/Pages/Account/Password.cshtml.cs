using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Customers;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Account;

/// <summary>A member who knows the password chooses another.</summary>
sealed class PasswordModel(AccountClient accounts, ProblemWords problems) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Account.PasswordRequired")]
    public string Current { get; set; } = "";

    [BindProperty]
    public NewPasswordForm Form { get; set; } = new();

    public ChangePasswordView View { get; private set; } = null!;

    public IActionResult OnGet() => Show();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Show();
        if ((await accounts.ChangePasswordAsync(Current, Form.Password, ct)).Succeeded(out _, out var problem))
            return SeeOther.To("/account?done=password");

        return Show(ModelState.Blame(NewPasswordForm.InputOf(problem), string.Join(' ', Response.Explain(problem, problems.ExplainPasswordChange))));
    }

    IActionResult Show(string? words = null)
    {
        if (Customer.Of(User) is not { IsMember: true } member)
            return SeeOther.To("/account/login?returnUrl=%2Faccount%2Fpassword");

        View = new ChangePasswordView(member.Email, ModelState.FirstError(nameof(Current)), words, Form);
        return Page();
    }
}
