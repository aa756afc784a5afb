using Ticketing.Web.Localization;

namespace Ticketing.Web.Catalogue;

/// <summary>What films and places are called in the page's language.</summary>
static class LocalNames
{
    extension(FilmResponse film)
    {
        public string Title => Languages.Choose(film.TitleKo, film.TitleEn);
    }

    extension(CinemaResponse cinema)
    {
        public string Name => Languages.Choose(cinema.NameKo, cinema.NameEn);
        public string City => Languages.Choose(cinema.CityKo, cinema.CityEn);
    }

    extension(ShowingResponse showing)
    {
        public string Auditorium => Languages.Choose(showing.AuditoriumNameKo, showing.AuditoriumNameEn);
    }
}
