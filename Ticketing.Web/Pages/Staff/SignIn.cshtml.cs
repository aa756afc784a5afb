using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Api;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Staff;

sealed class SignInModel(StaffClient staff, ProblemWords problems) : PageModel
{
    [BindProperty]
    public SignInForm Form { get; set; } = new();

    public string? Problem { get; private set; }

    public IActionResult OnPostLanguage() => this.AsTyped();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();

        if ((await staff.SignInAsync(Form.Email.Trim(), Form.Password, Form.Code, ct)).Succeeded(out var session, out var problem))
        {
            StaffCookie.Write(HttpContext, session);
            return SeeOther.To(session.MustEnrol ? "/staff/authenticator" : "/staff");
        }

        Problem = ModelState.Blame(StaffForms.InputOf(problem), Response.Explain(problem, problems));
        return Page();
    }
}

static class StaffForms
{
    /// <summary>Which input of a form with a password and a code a refusal is about.</summary>
    public static string? InputOf(ApiProblem problem) => problem.Code switch
    {
        "login_failed" => "Form.Password",
        "code_required" or "code_wrong" => "Form.Code",
        _ => null,
    };
}

sealed class SignInForm
{
    [Required(ErrorMessage = "Checkout.EmailRequired")]
    [StringLength(254, ErrorMessage = "Checkout.EmailWrong")]
    public string Email { get; set; } = "";

    [Required(ErrorMessage = "Account.PasswordRequired")]
    public string Password { get; set; } = "";

    [StringLength(40, ErrorMessage = "Staff.CodeHint")]
    public string? Code { get; set; }
}
