using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Catalogue;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>All bookings of a member, on whatever device they were made; of a guest, those of this browser.</summary>
sealed class IndexModel(BookingClient bookings, CatalogueClient catalogue) : PageModel
{
    const int MostPages = 1_000;

    /// <summary>From 1. Of the query alone: by that name the route has the page's path.</summary>
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<(BookingSummaryAnswer Booking, ShowingAnswer Showing)> Bookings { get; private set; } = [];

    public bool HasMore { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid || Number is < 1 or > MostPages)
            return NotFound();

        var list = await bookings.ListAsync(Number, ct);
        HasMore = list.HasMore;
        var showings = new Dictionary<long, ShowingAnswer?>();
        foreach (var showing in list.Bookings.Select(booking => booking.ShowingId).Distinct())
            showings[showing] = await catalogue.ShowingAsync(showing, ct);
        Bookings = [.. list.Bookings.Where(booking => showings[booking.ShowingId] is not null).Select(booking => (booking, showings[booking.ShowingId]!))];
        return Page();
    }
}
