using Ticketing.Core.Catalogue;

namespace Ticketing.Web.Catalogue;

/// <summary>The films that a visitor is offered.</summary>
/// <param name="NowShowing">Those that are released and sold, the newest first.</param>
/// <param name="ComingSoon">Those that are not, the next first.</param>
sealed record FilmListing(IReadOnlyList<FilmAnswer> NowShowing, IReadOnlyList<ComingFilm> ComingSoon)
{
    public static FilmListing Of(Catalogue catalogue, DateTimeOffset now)
    {
        var zones = catalogue.Cinemas.ToDictionary(cinema => cinema.Id);
        var first = catalogue.Days.Where(day => zones.ContainsKey(day.CinemaId)).GroupBy(day => day.FilmId)
            .ToDictionary(film => film.Key, film => film.MinBy(day => day.SaleOpensAt)!);
        var listed = catalogue.Films.Values
            .Select(film => (Film: film, First: first.GetValueOrDefault(film.Id)))
            .Select(film => new ComingFilm(film.Film, film.First?.SaleOpensAt, film.First is { } day ? zones[day.CinemaId].Local(day.SaleOpensAt) : null))
            .ToLookup(film => film.IsOnSale(now) && film.Film.IsReleased(now));
        return new FilmListing(
            [.. listed[true].Select(film => film.Film).OrderByDescending(film => film.ReleasedInKorea)],
            [.. listed[false].Where(film => film.SaleOpensAt is not null || !film.Film.IsReleased(now))
                .OrderBy(film => film.Film.ReleasedInKorea).ThenBy(film => film.SaleOpensAt)]);
    }
}

/// <summary>A film to wait for.</summary>
/// <param name="SaleOpensAt">Null while no showing is planned.</param>
/// <param name="SaleOpens">The same as its cinema's clock shows it.</param>
sealed record ComingFilm(FilmAnswer Film, DateTimeOffset? SaleOpensAt, DateTime? SaleOpens)
{
    public bool IsOnSale(DateTimeOffset now) => SaleOpensAt <= now;
}

static class Releases
{
    public static bool IsReleased(this FilmAnswer film, DateTimeOffset now) =>
        film.ReleasedInKorea <= DateOnly.FromDateTime(WallClock.At(now, "Asia/Seoul").DateTime);
}
