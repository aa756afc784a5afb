using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Customers;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Account;

sealed class LogoutModel(AccountClient accounts) : PageModel
{
    public IActionResult OnGet() => Customer.Of(User) is { IsMember: true } ? Page() : SeeOther.To("/");

    /// <summary>The session ends on the server; the cookie stays where that cannot be done. The next page makes the browser another guest.</summary>
    public async Task<SeeOther> OnPostAsync(CancellationToken ct)
    {
        if (!(await accounts.LogoutAsync(ct)).Succeeded(out _, out var problem) && problem.Status != StatusCodes.Status401Unauthorized)
            throw new ApiException(problem);

        CustomerCookie.Delete(HttpContext);
        return SeeOther.To("/");
    }
}
