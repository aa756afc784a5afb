using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Mails;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>For who has neither the mail nor the browser any more: the booking goes by mail to the address that it is kept with.</summary>
sealed class FindModel(BookingClient bookings, ProblemWords problems, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty]
    public FindForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public bool Sent { get; set; }

    public string? Problem { get; private set; }

    public IActionResult OnPostLanguage() => this.AsTyped();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();
        if ((await bookings.FindByMailAsync(Form.Reference, EmailAddress.Parse(Form.Email)!, ct)).Succeeded(out _, out var problem))
            return SeeOther.To("/bookings/find?sent=true");

        if (problem.ErrorNames.Contains("reference", StringComparer.OrdinalIgnoreCase))
            ModelState.AddModelError($"{nameof(Form)}.{nameof(Form.Reference)}", texts["Find.ReferenceWrong"]);
        else
            Problem = Response.Explain(problem, problems);
        return Page();
    }
}

sealed class FindForm
{
    [Required(ErrorMessage = "Find.ReferenceWrong")]
    [StringLength(50, ErrorMessage = "Find.ReferenceWrong")]
    public string Reference { get; set; } = "";

    [Required(ErrorMessage = "Checkout.EmailRequired")]
    [EmailField]
    public string Email { get; set; } = "";
}
