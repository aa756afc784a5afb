using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Caching;
using Ticketing.Web.Catalogue;

namespace Ticketing.Web.Pages.Home;

[Impersonal(KeptSeconds = 5)]
sealed class IndexModel(CatalogueReader catalogue, OpeningNights nights, TimeProvider clock) : PageModel
{
    public FilmListing Listing { get; private set; } = new([]);
    public IReadOnlyList<OpeningNight> OpeningNights { get; private set; } = [];
    public IReadOnlyList<CinemaAnswer> Cinemas { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var read = await catalogue.ReadAsync(ct);
        Cinemas = read.Cinemas;
        Listing = FilmListing.Of(read, now);
        OpeningNights = await nights.FindAsync(read, now, ct);
    }
}
