using Ticketing.Core.Catalogue;

namespace Ticketing.Workers.Migrations.Demo;

/// <summary>Plans a hall's day: its films in turn, from early morning to late night.</summary>
sealed class DemoTimetable(Premiere premiere)
{
    /// <summary>From the printed start to the first picture: advertisements and trailers.</summary>
    public static readonly TimeSpan Advertisements = TimeSpan.FromMinutes(10);

    /// <summary>What a hall needs between two showings.</summary>
    public static readonly TimeSpan Cleaning = TimeSpan.FromMinutes(20);

    static readonly TimeSpan FirstStart = new(7, 30, 0);
    static readonly TimeSpan LastStart = new(24, 30, 0);
    static readonly TimeSpan Grid = TimeSpan.FromMinutes(5);
    static readonly TimeSpan SaleOpensBefore = TimeSpan.FromDays(30);

    static readonly Dictionary<string, Film> Films = DemoFilms.All.ToDictionary(film => film.Id);

    /// <summary>The showings of one business day.</summary>
    /// <param name="hallNumber">Place of the hall in its cinema: doors open and films rotate apart from the other halls'.</param>
    public IEnumerable<Showing> Plan(string auditoriumId, DemoHall hall, int hallNumber, DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var turn = day.DayNumber + hallNumber;

        for (var clock = FirstStart + TimeSpan.FromMinutes(20 * (hallNumber % 4)); clock <= LastStart;)
        {
            var startsAt = ToInstant(midnight + clock);
            var film = hall.LineUp
                .Select((_, skipped) => Films[hall.LineUp[(turn + skipped) % hall.LineUp.Count]])
                .First(candidate => Suits(candidate, clock) && premiere.Allows(candidate, auditoriumId, day));
            var showing = Show(film, auditoriumId, clock, startsAt);
            yield return showing;

            turn++;
            clock = RoundUp(clock + (showing.EndsAt - startsAt) + Cleaning);
        }
    }

    /// <summary>Family films play by day, films for adults by night.</summary>
    static bool Suits(Film film, TimeSpan clock) => film.Rating switch
    {
        FilmRating.All => clock.TotalHours < 20,
        FilmRating.Age19 => clock.TotalHours >= 20,
        _ => true,
    };

    Showing Show(Film film, string auditoriumId, TimeSpan clock, DateTimeOffset startsAt)
    {
        var dubbed = film.Id == "frozen-2" && clock.TotalHours < 18;
        var foreign = film.OriginalLanguage != "ko";
        return new()
        {
            FilmId = film.Id,
            AuditoriumId = auditoriumId,
            PricePlanId = DemoPrices.PlanId,
            StartsAt = startsAt,
            EndsAt = startsAt + Advertisements + TimeSpan.FromMinutes(film.RuntimeMinutes),
            SaleOpensAt = premiere.SaleOpensAt(film) ?? startsAt - SaleOpensBefore,
            // Late-comers may still buy while the advertisements run.
            CutoffAt = startsAt + Advertisements,
            AudioLanguage = dubbed ? "ko" : film.OriginalLanguage,
            SubtitleLanguage = foreign && !dubbed ? "ko" : null,
        };
    }

    static DateTimeOffset ToInstant(DateTime wallClock) => new(TimeZoneInfo.ConvertTimeToUtc(wallClock, DemoCinemas.Zone), TimeSpan.Zero);

    static TimeSpan RoundUp(TimeSpan clock) => TimeSpan.FromTicks((clock.Ticks + Grid.Ticks - 1) / Grid.Ticks * Grid.Ticks);
}

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
