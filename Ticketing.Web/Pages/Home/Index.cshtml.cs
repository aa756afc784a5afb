using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Caching;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Pages.Shared;
using Ticketing.Web.Security;

namespace Ticketing.Web.Pages.Home;

[Impersonal(KeptSeconds = 5)]
sealed class IndexModel(CatalogueReader catalogue, OpeningNights nights, TimeProvider clock) : PageModel
{
    public FilmListing Listing { get; private set; } = new([], []);
    public FilmQuestion Question { get; private set; } = null!;
    public IReadOnlyList<OpeningNight> OpeningNights { get; private set; } = [];
    public IReadOnlyList<CinemaAnswer> Cinemas { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Response.AllowGeolocation();
        var now = clock.GetUtcNow();
        var read = await catalogue.ReadAsync(ct);
        Cinemas = read.Cinemas;
        Listing = FilmListing.Of(read, now);
        Question = FilmQuestion.OfAll(read, ShowingFilter.None, text: "");
        OpeningNights = await nights.FindAsync(read, now, ct);
    }
}
