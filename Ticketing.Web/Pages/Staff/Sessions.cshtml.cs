using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Localization;
using Ticketing.Web.Pages.Shared;

namespace Ticketing.Web.Pages.Staff;

/// <summary>Where a member of staff is signed in as such.</summary>
sealed class SessionsModel(StaffClient staff, ProblemWords problems) : PageModel
{
    [BindProperty]
    public RevocationForm Form { get; set; } = new();

    public MemberSessions Sessions { get; private set; } = null!;

    public string? Problem { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => ShowAsync(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.FirstError("Form.Session") is not null)
            return BadRequest();
        if (!ModelState.IsValid)
            return await ShowAsync(ct);
        if ((await staff.RevokeAsync(Form.Session, Form.Password, ct)).Succeeded(out _, out var problem))
            return SeeOther.To("/staff/sessions");

        Problem = ModelState.Blame(problem.Code == "login_failed" ? "Form.Password" : null, Response.Explain(problem, problems.ExplainPasswordChange)[0]);
        return await ShowAsync(ct);
    }

    async Task<IActionResult> ShowAsync(CancellationToken ct)
    {
        if (await staff.RequireAsync(HttpContext, ct) is null)
            return SeeOther.To("/staff/sign-in");

        Sessions = new MemberSessions((await staff.SessionsAsync(ct)).OrThrow(), Form);
        return Page();
    }
}
