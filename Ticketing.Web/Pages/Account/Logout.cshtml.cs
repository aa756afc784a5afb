using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Customers;

namespace Ticketing.Web.Pages.Account;

sealed class LogoutModel : PageModel
{
    public IActionResult OnGet() => Customer.Of(User) is { IsMember: true } ? Page() : SeeOther.To("/");

    /// <summary>The next page makes the browser another guest.</summary>
    public SeeOther OnPost()
    {
        CustomerCookie.Delete(HttpContext);
        return SeeOther.To("/");
    }
}
