namespace Ticketing.Web.Catalogue;

/// <summary>The films that a visitor is offered.</summary>
/// <param name="NowShowing">Those that are sold, the newest first.</param>
sealed record FilmListing(IReadOnlyList<FilmAnswer> NowShowing)
{
    public static FilmListing Of(Catalogue catalogue, DateTimeOffset now)
    {
        var sold = catalogue.Days.Where(day => day.SaleOpensAt <= now).Select(day => day.FilmId).ToHashSet();
        return new FilmListing([.. catalogue.Films.Values.Where(film => sold.Contains(film.Id)).OrderByDescending(film => film.ReleasedInKorea)]);
    }
}
