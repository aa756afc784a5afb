using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Accounts;
using Ticketing.Core.Security;
using Ticketing.Web.Api;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Account;

/// <summary>Where the links of mails about accounts lead to: who has one chooses a password, the first of an account or another.</summary>
sealed class NewPasswordModel(ByMailClient accounts, ProblemWords problems, SecurityEvents events) : PageModel
{
    /// <summary>From the address: <c>/account/confirm</c> or <c>/account/reset</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public MailedLink Link { get; set; }

    [BindProperty]
    public NewPasswordForm Form { get; set; } = new();

    /// <summary>Whether there is no link, or none that does anything any more.</summary>
    public bool HasEnded { get; private set; }

    public string? Problem { get; private set; }

    string Purpose => Link == MailedLink.Confirm ? "confirm" : "reset";

    public IActionResult OnGet(string? token)
    {
        if (token is null)
        {
            HasEnded = MailedLinkCookie.Read(HttpContext, Purpose) is null;
            return Page();
        }

        if (AccountToken.Read(token) is null)
            return Ended();

        MailedLinkCookie.Write(HttpContext, Purpose, token);
        return SeeOther.To(Link == MailedLink.Confirm ? "/account/confirm" : "/account/reset");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (MailedLinkCookie.Read(HttpContext, Purpose) is not { } token)
            return Ended();
        if (!ModelState.IsValid)
            return Page();

        if (!(await accounts.UseLinkAsync(Link, token, Form.Password, ct)).Succeeded(out var used, out var problem))
            return problem.Code == "account_link_ended" ? Ended() : Explain(problem);

        MailedLinkCookie.Delete(HttpContext, Purpose);
        var query = QueryString.Create("done", Link == MailedLink.Confirm ? "confirmed" : "reset");
        return SeeOther.To("/account/login" + (Url.IsLocalUrl(used.ReturnUrl) ? query.Add("returnUrl", used.ReturnUrl) : query));
    }

    PageResult Ended()
    {
        events.Record(SecurityEventKind.LinkRefused, HttpContext, StatusCodes.Status200OK, "account_link_ended");
        MailedLinkCookie.Delete(HttpContext, Purpose);
        HasEnded = true;
        return Page();
    }

    PageResult Explain(ApiProblem problem)
    {
        Problem = ModelState.Blame(NewPasswordForm.InputOf(problem), string.Join(' ', Response.Explain(problem, problems.ExplainPassword)));
        return Page();
    }
}

sealed class NewPasswordForm
{
    [Required(ErrorMessage = "Account.PasswordRequired")]
    public string Password { get; set; } = "";

    /// <summary>Which input a refusal is about: the current password, where it was asked for, or one of the rules for the new one.</summary>
    public static string? InputOf(ApiProblem problem) =>
        problem.Code == "login_failed" ? "Current" : problem.ErrorNames is [] ? null : "Form.Password";
}
