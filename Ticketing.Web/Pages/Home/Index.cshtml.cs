using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Caching;
using Ticketing.Web.Catalogue;

namespace Ticketing.Web.Pages.Home;

[Impersonal(KeptSeconds = 5)]
sealed class IndexModel(CatalogueReader catalogue, TimeProvider clock) : PageModel
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
        OpeningNights = [.. read.Films.Values.Where(film => opening.TryGetValue(film.Id, out var opens) && opens > now)
            .Select(film => Announce(film, opening[film.Id], read))];
    }

    static OpeningNight Announce(FilmAnswer film, DateTimeOffset opens, Catalogue.Catalogue read)
    {
        var cinemas = read.Days.Where(day => day.FilmId == film.Id).Select(day => day.CinemaId).ToHashSet();
        return new OpeningNight(film, opens, [.. read.Cinemas.Where(cinema => cinemas.Contains(cinema.Id))]);
    }
}

/// <summary>A film whose tickets are not on sale yet.</summary>
sealed record OpeningNight(FilmAnswer Film, DateTimeOffset SaleOpensAt, IReadOnlyList<CinemaAnswer> Cinemas);
