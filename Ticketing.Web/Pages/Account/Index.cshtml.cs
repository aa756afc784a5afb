using System.ComponentModel.DataAnnotations;
using System.Net.Mime;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Customers;
using Ticketing.Web.Api;
using Ticketing.Web.Localization;
using Ticketing.Web.Pages.Shared;

namespace Ticketing.Web.Pages.Account;

/// <summary>A member's account: where he is signed in, and the way to another password.</summary>
sealed class IndexModel(AccountClient accounts, ProblemWords problems) : PageModel
{
    /// <summary>Somebody will read it: indented, and Hangul as itself.</summary>
    static readonly JsonSerializerOptions Readable = new(ApiJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [BindProperty]
    public RevocationForm Form { get; set; } = new();

    /// <summary>What was done just before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public MemberSessions Sessions { get; private set; } = null!;

    public string? Problem { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => ShowAsync(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.FirstError("Form.Session") is not null)
            return BadRequest();
        if (!ModelState.IsValid)
            return await ShowAsync(ct);
        if ((await accounts.RevokeAsync(Form.Session, Form.Password, ct)).Succeeded(out _, out var problem))
            return SeeOther.To("/account?done=sessions");

        Problem = ModelState.Blame(problem.Code == "login_failed" ? "Form.Password" : null, Response.Explain(problem, problems.ExplainPasswordChange)[0]);
        return await ShowAsync(ct);
    }

    /// <summary>A file for the member, as api has it.</summary>
    public async Task<IActionResult> OnGetDataAsync(CancellationToken ct)
    {
        if (Customer.Of(User) is not { IsMember: true } member)
            return ToLogin();
        if ((await accounts.DataAsync(member, ct)).Succeeded(out var data, out var problem))
            return File(JsonSerializer.SerializeToUtf8Bytes(data, Readable), MediaTypeNames.Application.Json, "my-data.json");

        if (problem.Status == StatusCodes.Status401Unauthorized)
            return ToLogin();
        if (problem.Status != StatusCodes.Status429TooManyRequests)
            throw new ApiException(problem);

        Problem = Response.Explain(problem, problems);
        return await ShowAsync(ct);
    }

    async Task<IActionResult> ShowAsync(CancellationToken ct)
    {
        if (Customer.Of(User) is not { IsMember: true })
            return ToLogin();
        if (!(await accounts.SessionsAsync(ct)).Succeeded(out var sessions, out var problem))
            return problem.Status == StatusCodes.Status401Unauthorized ? ToLogin() : throw new ApiException(problem);

        Sessions = new MemberSessions(sessions, Form);
        return Page();
    }

    static SeeOther ToLogin() => SeeOther.To("/account/login?returnUrl=%2Faccount");
}

sealed class AccountForm
{
    [Required(ErrorMessage = "Checkout.EmailRequired")]
    [EmailField]
    public string Email { get; set; } = "";

    [Required(ErrorMessage = "Account.PasswordRequired")]
    public string Password { get; set; } = "";
}
