using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Api;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Staff;

/// <summary>A member of staff's own authenticator: shown as a QR code, confirmed with a code of it, removed with password and code.</summary>
sealed class AuthenticatorModel(StaffClient staff, ProblemWords problems) : PageModel
{
    [BindProperty]
    public AuthenticatorForm Form { get; set; } = new();

    public StaffSession Session { get; private set; } = null!;

    public string? Problem { get; private set; }

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await ShowAsync(ct);

    public async Task<IActionResult> OnPostBeginAsync(CancellationToken ct)
    {
        if (!(await staff.BeginAuthenticatorAsync(Form.Password ?? "", ct)).Succeeded(out var key, out var problem))
            return await ShowAsync(ct, problem);

        // What the form shows next is not what was posted.
        ModelState.Clear();
        Form = new AuthenticatorForm { Key = key.Key, Uri = key.Uri };
        return await ShowAsync(ct);
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken ct)
    {
        if (!(await staff.ConfirmAuthenticatorAsync(Form.Code ?? "", ct)).Succeeded(out var enrolled, out var problem))
            return await ShowAsync(ct, problem);

        StaffCookie.Write(HttpContext, enrolled.Session);
        RecoveryCodes = enrolled.RecoveryCodes;
        Response.Headers.CacheControl = "no-store";
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken ct)
    {
        if (!(await staff.RemoveAuthenticatorAsync(Form.Password ?? "", Form.Code ?? "", ct)).Succeeded(out _, out var problem))
            return await ShowAsync(ct, problem);

        StaffCookie.Delete(HttpContext);
        return SeeOther.To("/staff/sign-in");
    }

    async Task<IActionResult> ShowAsync(CancellationToken ct, ApiProblem? problem = null)
    {
        if (await staff.RequireAsync(HttpContext, ct) is not { } session)
            return SeeOther.To("/staff/sign-in");

        Session = session;
        Problem = problem is null ? null : ModelState.Blame(StaffForms.InputOf(problem), Response.Explain(problem, problems));
        return Page();
    }
}

sealed class AuthenticatorForm
{
    public string? Password { get; set; }

    [StringLength(40)]
    public string? Code { get; set; }

    /// <summary>As api made it; only shown.</summary>
    [StringLength(100)]
    public string? Key { get; set; }

    [StringLength(500)]
    public string? Uri { get; set; }
}
