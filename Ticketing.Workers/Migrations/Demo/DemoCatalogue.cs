using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;

namespace Ticketing.Workers.Migrations.Demo;

/// <summary>
/// Something to sell in development: films, cinemas and two weeks of showings. Every start adds what is missing,
/// such as the days since the last one, and leaves alone what is there.
/// </summary>
sealed class DemoCatalogue(TicketingDbContext database, TimeProvider time, ILogger<DemoCatalogue> logger)
{
    const int Days = 14;

    /// <summary>Long enough to sign in and open the page of the first rush.</summary>
    static readonly TimeSpan PremiereSaleOpensIn = TimeSpan.FromMinutes(3);

    public async Task AddMissingAsync(CancellationToken cancellationToken)
    {
        var today = BusinessDayOf(time.GetUtcNow());

        await AddFilmsAsync(today, cancellationToken);
        await AddCinemasAsync(cancellationToken);
        await AddPricesAsync([today.Year, today.AddDays(Days).Year], cancellationToken);
        await AddShowingsAsync(today, cancellationToken);

        var rows = await database.SaveChangesAsync(cancellationToken);
        logger.LogInformation("Added {Rows} rows to the demo catalogue", rows);
    }

    async Task AddFilmsAsync(DateOnly today, CancellationToken cancellationToken)
    {
        var known = await database.Films.ToDictionaryAsync(film => film.Id, cancellationToken);
        database.Films.AddRange(DemoFilms.All.Concat(DemoFilms.Coming(today)).Where(film => !known.ContainsKey(film.Id)));
        // Those of a release that had no such texts.
        foreach (var film in DemoFilms.All)
        {
            if (known.TryGetValue(film.Id, out var old) && old.SynopsisKo is null)
                Describe(old, film);
        }
    }

    static void Describe(Film film, Film like)
    {
        (film.SynopsisKo, film.SynopsisEn, film.TrailerUrl) = (like.SynopsisKo, like.SynopsisEn, like.TrailerUrl);
        (film.DirectorsKo, film.DirectorsEn) = (like.DirectorsKo, like.DirectorsEn);
        (film.CastKo, film.CastEn) = (like.CastKo, like.CastEn);
    }

    async Task AddCinemasAsync(CancellationToken cancellationToken)
    {
        var knownCinemas = await database.Cinemas.ToDictionaryAsync(cinema => cinema.Id, cancellationToken);
        var knownHalls = await database.Auditoriums.Select(auditorium => auditorium.Id).ToHashSetAsync(cancellationToken);
        foreach (var cinema in DemoCinemas.All)
        {
            if (!knownCinemas.TryGetValue(cinema.Id, out var known))
                database.Cinemas.Add(cinema.ToCinema());
            else if (known.Latitude is null)
                (known.Latitude, known.Longitude) = (cinema.Latitude, cinema.Longitude);
            database.Auditoriums.AddRange(
                cinema.Halls.Where(hall => !knownHalls.Contains(cinema.AuditoriumId(hall))).Select(cinema.ToAuditorium));
        }
    }

    async Task AddPricesAsync(IEnumerable<int> years, CancellationToken cancellationToken)
    {
        var plan = await database.PricePlans.FindAsync([DemoPrices.PlanId], cancellationToken)
            ?? database.PricePlans.Add(DemoPrices.Standard()).Entity;
        plan.Holidays.AddRange(years.Distinct().SelectMany(KoreanHolidays.Of).Except(plan.Holidays).ToList());
    }

    async Task AddShowingsAsync(DateOnly today, CancellationToken cancellationToken)
    {
        // A hall's day is planned once and whole, so that nothing is squeezed between showings that somebody moved.
        var starts = await database.Showings
            .Where(showing => showing.StartsAt >= time.GetUtcNow().AddDays(-2))
            .Select(showing => new { showing.AuditoriumId, showing.StartsAt })
            .ToListAsync(cancellationToken);
        var planned = starts.Select(showing => (showing.AuditoriumId, BusinessDayOf(showing.StartsAt))).ToHashSet();

        var timetable = new DemoTimetable(await PremiereAsync(today, cancellationToken));
        foreach (var cinema in DemoCinemas.All)
        {
            foreach (var (number, hall) in cinema.Halls.Index())
            {
                var auditoriumId = cinema.AuditoriumId(hall);
                database.Showings.AddRange(Enumerable.Range(0, Days)
                    .Select(today.AddDays)
                    .Where(day => !planned.Contains((auditoriumId, day)))
                    .SelectMany(day => timetable.Plan(auditoriumId, hall, number, day)));
            }
        }
    }

    async Task<Premiere> PremiereAsync(DateOnly today, CancellationToken cancellationToken)
    {
        var first = await database.Showings
            .Where(showing => showing.FilmId == DemoFilms.Newest.Id)
            .MinAsync(showing => (DateTimeOffset?)showing.StartsAt, cancellationToken);
        return first is { } startsAt
            ? new Premiere(BusinessDayOf(startsAt), SaleOpens: null)
            : new Premiere(today.AddDays(Days / 2), time.GetUtcNow() + PremiereSaleOpensIn);
    }

    static DateOnly BusinessDayOf(DateTimeOffset instant) => BusinessDay.Of(TimeZoneInfo.ConvertTime(instant, DemoCinemas.Zone).DateTime);
}
