using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;

namespace Ticketing.Api.Catalogue;

/// <summary>Reads showings, priced by their plan and the cinema's clock.</summary>
static class ShowingQueries
{
    /// <summary>The most that a zone's clock is ahead of UTC and behind it.</summary>
    static readonly TimeSpan MostAhead = TimeSpan.FromHours(14), MostBehind = TimeSpan.FromHours(12);

    /// <summary>The showings of a <see cref="BusinessDay"/>, in order of time: people look for a late show on the evening before.</summary>
    public static async Task<IReadOnlyList<ShowingResponse>> OnDateAsync(
        TicketingDbContext context, string? film, string? cinema, DateOnly date, CancellationToken ct)
    {
        // The index finds what may be meant in any zone; each cinema's own clock decides.
        var begin = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) + BusinessDay.Begin;
        var from = begin - MostAhead;
        var to = begin.AddDays(1) + MostBehind;
        var rows = await context.Showings.AsNoTracking()
            .Where(s => s.StartsAt >= from && s.StartsAt < to)
            .Where(s => film == null || s.FilmId == film)
            .Where(s => cinema == null || s.Auditorium.CinemaId == cinema)
            .OrderBy(s => s.StartsAt).ThenBy(s => s.Id)
            .Select(ToRow)
            .ToListAsync(ct);
        var plans = await context.PricePlans.AsNoTracking().ToDictionaryAsync(plan => plan.Id, ct);
        return [.. rows.Where(row => row.Day == date).Select(row => row.PricedBy(plans[row.PricePlanId]))];
    }

    public static async Task<ShowingDetailsResponse?> FindAsync(TicketingDbContext context, long id, CancellationOptions cancelling, CancellationToken ct)
    {
        var row = await context.Showings.AsNoTracking().Where(s => s.Id == id).Select(ToRow).SingleOrDefaultAsync(ct);
        if (row is null)
            return null;

        var plan = await context.PricePlans.AsNoTracking().SingleAsync(p => p.Id == row.PricePlanId, ct);
        return new ShowingDetailsResponse(row.PricedBy(plan))
        {
            Film = await context.Films.Where(f => f.Id == row.Showing.FilmId).Select(CatalogueQueries.ToFilm).SingleAsync(ct),
            Cinema = await context.Cinemas.Where(c => c.Id == row.Showing.CinemaId).Select(CatalogueQueries.ToCinema).SingleAsync(ct),
            Prices = row.Prices(plan),
            Currency = plan.Currency,
            CancellableUntil = cancelling.CancellableUntil(row.Showing.StartsAt),
        };
    }

    /// <summary>On which days what plays where, from today on.</summary>
    public static async Task<IReadOnlyList<ShowingDayResponse>> DaysAsync(TicketingDbContext context, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await context.Showings.AsNoTracking()
            .Where(s => s.EndsAt > now && s.CancelledAt == null)
            .Select(s => new
            {
                s.FilmId,
                s.Auditorium.CinemaId,
                s.Auditorium.Cinema.TimeZone,
                s.StartsAt,
                s.SaleOpensAt,
                Version = new ShowingVersionResponse(s.Auditorium.Format, s.AudioLanguage, s.SubtitleLanguage),
            })
            .ToListAsync(ct);
        return
        [
            .. from row in rows
               group row by (row.FilmId, row.CinemaId, Date: DayOf(row.StartsAt, row.TimeZone)) into day
               orderby day.Key.Date, day.Key.CinemaId, day.Key.FilmId
               select new ShowingDayResponse(
                   day.Key.FilmId, day.Key.CinemaId, day.Key.Date, day.Min(row => row.SaleOpensAt), [.. day.Select(row => row.Version).Distinct()])
        ];
    }

    static DateOnly DayOf(DateTimeOffset startsAt, string timeZone) => BusinessDay.Of(WallClock.At(startsAt, timeZone).DateTime);

    static readonly Expression<Func<Showing, Row>> ToRow = s => new Row(
        new ShowingResponse(
            s.Id, s.FilmId, s.Auditorium.CinemaId, s.AuditoriumId, s.Auditorium.NameKo, s.Auditorium.NameEn, s.Auditorium.Format,
            s.StartsAt, s.EndsAt, s.SaleOpensAt, s.CutoffAt, s.CancelledAt != null,
            s.AudioLanguage, s.SubtitleLanguage, s.Auditorium.Seats.Count, 0),
        s.Auditorium.Cinema.TimeZone,
        s.PricePlanId);

    sealed record Row(ShowingResponse Showing, string TimeZone, string PricePlanId)
    {
        public DateOnly Day => DayOf(Showing.StartsAt, TimeZone);

        public IReadOnlyDictionary<Concession, long> Prices(PricePlan plan) => ShowingPrices.Of(plan, Showing.StartsAt, TimeZone, Showing.Format);

        public ShowingResponse PricedBy(PricePlan plan) => Showing with { FromPrice = Prices(plan)[Concession.Adult] };
    }
}

/// <summary>The prices of a showing, by concession.</summary>
static class ShowingPrices
{
    public static IReadOnlyDictionary<Concession, long> Of(PricePlan plan, DateTimeOffset startsAt, string timeZone, AuditoriumFormat format)
    {
        var wallClock = WallClock.At(startsAt, timeZone).DateTime;
        return Enum.GetValues<Concession>().ToDictionary(concession => concession, concession => plan.PriceOf(wallClock, format, concession));
    }
}

/// <summary>Films and cinemas as answers show them.</summary>
static class CatalogueQueries
{
    public static readonly Expression<Func<Film, FilmResponse>> ToFilm = f => new FilmResponse(
        f.Id, f.TitleKo, f.TitleEn, f.TitleOriginal, f.OriginalLanguage, f.Rating, f.RuntimeMinutes, f.ReleasedInKorea,
        f.SynopsisKo, f.SynopsisEn, f.DirectorsKo, f.DirectorsEn, f.CastKo, f.CastEn, f.TrailerUrl);

    public static readonly Expression<Func<Cinema, CinemaResponse>> ToCinema = c => new CinemaResponse(
        c.Id, c.NameKo, c.NameEn, c.CityKo, c.CityEn, c.TimeZone, c.Latitude, c.Longitude);
}
