using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Bookings;
using Ticketing.Core.Requests;
using Ticketing.Core.Security;
using Ticketing.Web.Api;
using Ticketing.Web.Localization;
using Ticketing.Web.Pages.Account;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>Where the links of mails about another address lead to: its reader confirms it, the former one's stops it; each by a button.</summary>
sealed class AddressChangeModel(BookingClient bookings, ProblemWords problems, SecurityEvents events) : PageModel
{
    /// <summary>From the address: <c>/bookings/address/confirm</c> or <c>/bookings/address/stop</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public AddressLink Which { get; set; }

    /// <summary>What was done just before, if anything.</summary>
    [BindProperty(SupportsGet = true)]
    public AddressChangeDone? Done { get; set; }

    /// <summary>Whether there is no link, or none that does anything any more.</summary>
    public bool HasEnded { get; private set; }

    public string? Problem { get; private set; }

    string Path => Which == AddressLink.Confirm ? "/bookings/address/confirm" : "/bookings/address/stop";

    string Purpose => Which == AddressLink.Confirm ? "address-confirm" : "address-stop";

    /// <summary>Only the button does something: programs that try the links of mails do no harm.</summary>
    public IActionResult OnGet(string? link)
    {
        if (link is null)
        {
            HasEnded = Done is null && MailedLinkCookie.Read(HttpContext, Purpose) is null;
            return Page();
        }

        if (OpaqueToken.Parse(link) is null)
            return Ended();

        MailedLinkCookie.Write(HttpContext, Purpose, link);
        return SeeOther.To(Path);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Done = null;
        if (OpaqueToken.Parse(MailedLinkCookie.Read(HttpContext, Purpose)) is not { } link)
            return Ended();

        return Which == AddressLink.Confirm
            ? Answer(await bookings.ConfirmAddressAsync(link, ct), _ => AddressChangeDone.Confirmed)
            : Answer(await bookings.StopAddressAsync(link, ct), stopped => stopped.Undone ? AddressChangeDone.Undone : AddressChangeDone.Stopped);
    }

    IActionResult Answer<T>(ApiAnswer<T> answer, Func<T, AddressChangeDone> done) where T : class
    {
        if (answer.Succeeded(out var value, out var problem))
        {
            MailedLinkCookie.Delete(HttpContext, Purpose);
            return SeeOther.To($"{Path}?done={done(value)}");
        }

        if (problem.Code == "address_link_ended")
            return Ended();

        Problem = Response.Explain(problem, problems);
        return Page();
    }

    PageResult Ended()
    {
        events.Record(SecurityEventKind.LinkRefused, HttpContext, StatusCodes.Status200OK, "address_link_ended");
        MailedLinkCookie.Delete(HttpContext, Purpose);
        HasEnded = true;
        return Page();
    }
}

enum AddressChangeDone
{
    Confirmed,
    Stopped,

    /// <summary>Stopped after it had been confirmed.</summary>
    Undone,
}
