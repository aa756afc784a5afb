using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Api;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Bookings;

sealed class BookingModel(BookingClient bookings, CatalogueClient catalogue, ProblemWords problems) : PageModel
{
    public BookingAnswer Booking { get; private set; } = null!;
    public ShowingAnswer Showing { get; private set; } = null!;
    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, string? problem, CancellationToken ct)
    {
        if (problem is "payment_unavailable" or "region_fenced")
            Problem = problems.Explain(ApiProblem.Unreachable with { Code = problem });

        return await ShowAsync(id, ct);
    }

    public async Task<IActionResult> OnPostPayAsync(Guid id, CancellationToken ct)
    {
        if ((await bookings.PayAsync(id, ct)).Succeeded(out var payment, out var problem))
            return SeeOther.To(payment.CheckoutUrl);

        Problem = problems.Explain(problem);
        return await ShowAsync(id, ct);
    }

    async Task<IActionResult> ShowAsync(Guid id, CancellationToken ct)
    {
        if (await bookings.FindAsync(id, ct) is not { } booking || await catalogue.ShowingAsync(booking.ShowingId, ct) is not { } showing)
            return NotFound();

        Booking = booking;
        Showing = showing;
        return Page();
    }
}
