using System.Linq.Expressions;
using Ticketing.Core.Catalogue;

namespace Ticketing.Api.Catalogue;

/// <summary>Films and cinemas as answers show them.</summary>
static class CatalogueQueries
{
    public static readonly Expression<Func<Film, FilmResponse>> ToFilm = f => new FilmResponse(
        f.Id, f.TitleKo, f.TitleEn, f.TitleOriginal, f.OriginalLanguage, f.Rating, f.RuntimeMinutes, f.ReleasedInKorea);

    public static readonly Expression<Func<Cinema, CinemaResponse>> ToCinema = c => new CinemaResponse(
        c.Id, c.NameKo, c.NameEn, c.CityKo, c.CityEn, c.TimeZone);
}
