using Ticketing.Core.Catalogue;

namespace Ticketing.Workers.Migrations.Demo;

/// <summary>
/// The newest film opens in the grandest hall: on that day nothing else plays there, the film plays nowhere before,
/// and all its showings go on sale at once.
/// </summary>
/// <param name="SaleOpens">Null once the premiere has been planned: what is added later is on sale like any film.</param>
sealed record Premiere(DateOnly Day, DateTimeOffset? SaleOpens)
{
    /// <summary>Whether the hall may play the film on the business day.</summary>
    public bool Allows(Film film, string auditoriumId, DateOnly day) => IsItsFilm(film)
        ? day >= Day
        : day != Day || auditoriumId != DemoCinemas.GrandHall;

    public DateTimeOffset? SaleOpensAt(Film film) => IsItsFilm(film) ? SaleOpens : null;

    static bool IsItsFilm(Film film) => film.Id == DemoFilms.Newest.Id;
}
