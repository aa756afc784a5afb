using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Localization;
using Ticketing.Web.Pages.Account;

namespace Ticketing.Web.Pages.Staff;

/// <summary>A member of staff who knows the password chooses another.</summary>
sealed class PasswordModel(StaffClient staff, ProblemWords problems) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Account.PasswordRequired")]
    public string Current { get; set; } = "";

    [BindProperty]
    public NewPasswordForm Form { get; set; } = new();

    public ChangePasswordView View { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => ShowAsync(null, ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await ShowAsync(null, ct);
        if ((await staff.ChangePasswordAsync(Current, Form.Password, ct)).Succeeded(out _, out var problem))
            return SeeOther.To("/staff?done=password");

        return await ShowAsync(ModelState.Blame(NewPasswordForm.InputOf(problem), string.Join(' ', Response.Explain(problem, problems.ExplainPasswordChange))), ct);
    }

    async Task<IActionResult> ShowAsync(string? words, CancellationToken ct)
    {
        if (await staff.RequireAsync(HttpContext, ct) is not { } session)
            return SeeOther.To("/staff/sign-in");

        View = new ChangePasswordView(session.Email, ModelState.FirstError(nameof(Current)), words, Form);
        return Page();
    }
}
