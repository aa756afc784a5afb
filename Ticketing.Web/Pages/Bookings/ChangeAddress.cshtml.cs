using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Bookings;
using Ticketing.Core.Mails;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>For whoever mistyped the address: the tickets go to another one, as soon as its mail has been read.</summary>
[TypeFilter<LinkExchange>]
sealed class ChangeAddressModel(BookingClient bookings, LinkCookies links, ProblemWords problems) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    /// <summary>Both ends were written to just before.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Sent { get; set; }

    [BindProperty]
    public ChangeAddressForm Form { get; set; } = new();

    public BookingAddress Address { get; private set; } = null!;
    public BookingAnswer Booking { get; private set; } = null!;
    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ?? Page();

    public async Task<IActionResult> OnPostLanguageAsync(CancellationToken ct) => await LoadAsync(ct) ?? this.AsTyped();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } failed)
            return failed;
        if (!ModelState.IsValid)
            return Page();
        if ((await bookings.AskForAddressAsync(Booking.Id, Address.Link, EmailAddress.Parse(Form.Email)!, ct)).Succeeded(out _, out var problem))
            return SeeOther.To($"{Address.Readdress}?sent=true");

        Problem = Response.Explain(problem, problems);
        return Page();
    }

    async Task<IActionResult?> LoadAsync(CancellationToken ct)
    {
        if (BookingAddress.Of(Request, Id, Reference, links) is not { } address || await bookings.FindAsync(address, ct) is not { } booking)
            return NotFound();

        (Address, Booking) = (address, booking);
        // Without tickets there is nothing to send: the booking's page says how it stands.
        return booking.Status == BookingStatus.Confirmed ? null : SeeOther.To(address.Page);
    }
}

sealed class ChangeAddressForm
{
    [Required(ErrorMessage = "Checkout.EmailRequired")]
    [EmailField]
    public string Email { get; set; } = "";
}
