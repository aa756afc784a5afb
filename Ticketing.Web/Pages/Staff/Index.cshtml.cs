using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Ticketing.Web.Pages.Staff;

/// <summary>Where the back office begins.</summary>
sealed class IndexModel(StaffClient staff) : PageModel
{
    public StaffSessionResponse Session { get; private set; } = null!;

    /// <summary>What was done just before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await staff.RequireAsync(HttpContext, ct) is not { } session)
            return SeeOther.To("/staff/sign-in");

        Session = session;
        return session.MustEnrol ? SeeOther.To("/staff/authenticator") : Page();
    }

    /// <summary>The session ends on the server; the cookie stays where that cannot be done, so that it can be tried again.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!(await staff.SignOutAsync(ct)).Succeeded(out _, out var problem) && problem.Status != StatusCodes.Status401Unauthorized)
            throw new Api.ApiException(problem);

        StaffCookie.Delete(HttpContext);
        return SeeOther.To("/staff/sign-in");
    }
}
