using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Caching;
using Ticketing.Web.Catalogue;

namespace Ticketing.Web.Pages.Home;

[Impersonal(KeptSeconds = 5)]
sealed class IndexModel(CatalogueReader catalogue, OpeningNights nights, TimeProvider clock) : PageModel
{
    public IReadOnlyList<FilmAnswer> NowShowing { get; private set; } = [];
    public IReadOnlyList<OpeningNight> OpeningNights { get; private set; } = [];
    public IReadOnlyList<CinemaAnswer> Cinemas { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var read = await catalogue.ReadAsync(ct);
        var opening = read.Days
            .GroupBy(day => day.FilmId)
            .ToDictionary(film => film.Key, film => film.Min(day => day.SaleOpensAt));

        Cinemas = read.Cinemas;
        NowShowing = [.. read.Films.Values.Where(film => opening.TryGetValue(film.Id, out var opens) && opens <= now)
            .OrderByDescending(film => film.ReleasedInKorea)];
        OpeningNights = await nights.FindAsync(read, now, ct);
    }
}
