using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Ticketing.Web.Api;
using Ticketing.Web.Customers;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Account;

sealed class RegisterModel(AccountClient accounts, ProblemWords problems, IStringLocalizer<Texts> text) : PageModel
{
    [BindProperty]
    public AccountForm Form { get; set; } = new();

    public IReadOnlyList<string> Problems { get; private set; } = [];

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();

        var email = Form.Email.Trim();
        if (!(await accounts.RegisterAsync(email, Form.Password, ct)).Succeeded(out _, out var refused))
            return Explain(refused);

        if (!(await accounts.LoginAsync(email, Form.Password, ct)).Succeeded(out var token, out _))
            return SeeOther.To("/account/login");

        GuestCustomers.SignInMember(HttpContext, token);
        return SeeOther.To("/");
    }

    PageResult Explain(ApiProblem problem)
    {
        Response.AnswerIfTooMany(problem);
        // ASP.NET Core Identity names each broken rule.
        var rules = problem.ErrorNames.Select(rule => text[$"Identity.{rule}"]).Where(words => !words.ResourceNotFound);
        Problems = [.. rules.Select(words => words.Value).Distinct()];
        if (Problems is [])
            Problems = [problems.Explain(problem)];

        return Page();
    }
}
