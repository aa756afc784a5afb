using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Pages.Shared;
using Ticketing.Web.Security;

namespace Ticketing.Web.Pages.Home;

sealed class IndexModel(CatalogueReader catalogue, TimeProvider clock) : PageModel
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
        var opening = read.Days
            .GroupBy(day => day.FilmId)
            .ToDictionary(film => film.Key, film => film.Min(day => day.SaleOpensAt));

        Cinemas = read.Cinemas;
        Listing = FilmListing.Of(read, now);
        Question = FilmQuestion.OfAll(read, ShowingFilter.None, text: "");
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
