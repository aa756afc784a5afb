using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Catalogue;

/// <summary>
/// What plays where, when and for how much: the same for everybody, and a minute old at most. Of showings a second, since one that is
/// cancelled, or whose sale has other times, is not to be offered as before.
/// </summary>
static class CatalogueEndpoints
{
    public static void AddCatalogue(this WebApplicationBuilder builder) => builder.Services.AddSingleton<SeatsLeft>();

    public static void MapCatalogue(this IEndpointRouteBuilder routes)
    {
        var catalogue = routes.MapGroup("/api").WithTags("Catalogue");
        var plan = catalogue.MapGroup("").CacheFor(TimeSpan.FromMinutes(1));
        plan.MapGet("/films", ListFilms);
        plan.MapGet("/cinemas", ListCinemas);
        plan.MapGet("/showings/days", ListDays);
        var terms = catalogue.MapGroup("").CacheFor(TimeSpan.FromSeconds(1));
        terms.MapGet("/showings", ListShowings);
        terms.MapGet("/showings/{id:long}", FindShowing);
    }

    static async Task<Ok<List<FilmResponse>>> ListFilms(TicketingDbContext context, CancellationToken ct) =>
        TypedResults.Ok(await context.Films.OrderByDescending(f => f.ReleasedInKorea).ThenBy(f => f.Id).Select(CatalogueQueries.ToFilm).ToListAsync(ct));

    static async Task<Ok<List<CinemaResponse>>> ListCinemas(TicketingDbContext context, CancellationToken ct) =>
        TypedResults.Ok(await context.Cinemas.OrderBy(c => c.Id).Select(CatalogueQueries.ToCinema).ToListAsync(ct));

    static async Task<Results<Ok<IReadOnlyList<ListedShowingResponse>>, ProblemHttpResult>> ListShowings(
        TicketingDbContext context, SeatsLeft seats, TimeProvider time, CancellationToken ct, string? film = null, string? cinema = null, string? date = null)
    {
        if (!ShowingDate.TryParse(date, out var day))
            return Problem.Validation(("date", $"A date as {ShowingDate.Pattern}."));

        var showings = await ShowingQueries.OnDateAsync(context, film, cinema, day, ct);
        var now = time.GetUtcNow();
        var left = await seats.OfAsync(showings.Where(showing => showing.IsOnSale(now)).Select(showing => showing.Id), ct);
        return TypedResults.Ok<IReadOnlyList<ListedShowingResponse>>(
            [.. showings.Select(showing => new ListedShowingResponse(showing, left.GetValueOrDefault(showing.Id)))]);
    }

    static async Task<Ok<IReadOnlyList<ShowingDayResponse>>> ListDays(TicketingDbContext context, TimeProvider time, CancellationToken ct) =>
        TypedResults.Ok(await ShowingQueries.DaysAsync(context, time.GetUtcNow(), ct));

    static async Task<Results<Ok<ShowingDetailsResponse>, ProblemHttpResult>> FindShowing(
        long id, TicketingDbContext context, IOptions<CancellationOptions> cancelling, CancellationToken ct) =>
        await ShowingQueries.FindAsync(context, id, cancelling.Value, ct) is { } showing
            ? TypedResults.Ok(showing)
            : Problem.NotFound("showing_not_found", "There is no such showing.");
}

/// <param name="TrailerUrl">The trailer's page at somebody else's site, by https.</param>
sealed record FilmResponse(
    string Id, string TitleKo, string TitleEn, string TitleOriginal, string OriginalLanguage,
    FilmRating Rating, int RuntimeMinutes, DateOnly ReleasedInKorea, string? SynopsisKo, string? SynopsisEn,
    List<string> DirectorsKo, List<string> DirectorsEn, List<string> CastKo, List<string> CastEn, string? TrailerUrl);

/// <summary>Its place is in degrees by WGS 84, null where it is not known.</summary>
sealed record CinemaResponse(
    string Id, string NameKo, string NameEn, string CityKo, string CityEn, string TimeZone, double? Latitude, double? Longitude);

/// <summary>A film plays at a cinema on a <see cref="BusinessDay"/>.</summary>
/// <param name="SaleOpensAt">When the first of that day's showings goes on sale.</param>
/// <param name="Versions">How it is shown there on that day, each once.</param>
sealed record ShowingDayResponse(
    string FilmId, string CinemaId, DateOnly Date, DateTimeOffset SaleOpensAt, IReadOnlyList<ShowingVersionResponse> Versions);

/// <summary>Languages are ISO 639-1 codes.</summary>
sealed record ShowingVersionResponse(AuditoriumFormat Format, string AudioLanguage, string? SubtitleLanguage);

/// <summary>Instants are in UTC, prices in whole units of the price plan's currency.</summary>
/// <param name="FromPrice">The cheapest seat for an adult: what most people pay, not what some get off.</param>
record ShowingResponse(
    long Id, string FilmId, string CinemaId, string AuditoriumId, string AuditoriumNameKo, string AuditoriumNameEn, AuditoriumFormat Format,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled,
    string AudioLanguage, string? SubtitleLanguage, int SeatCount, long FromPrice)
{
    public bool IsOnSale(DateTimeOffset now) => !Cancelled && SaleOpensAt <= now && now < CutoffAt;
}

/// <summary>A showing among others.</summary>
sealed record ListedShowingResponse : ShowingResponse
{
    public ListedShowingResponse(ShowingResponse showing, FreeSeats? left)
        : base(showing) => (SeatsLeft, WheelchairSpacesLeft) = (left?.Seats, left?.WheelchairSpaces);

    /// <summary>A few seconds old at most. Null while it is not on sale, or where it cannot be known now.</summary>
    public int? SeatsLeft { get; }

    /// <summary>Known as long as <see cref="SeatsLeft"/> is.</summary>
    public int? WheelchairSpacesLeft { get; }
}

/// <summary>A showing with all that its page needs.</summary>
sealed record ShowingDetailsResponse : ShowingResponse
{
    public ShowingDetailsResponse(ShowingResponse showing)
        : base(showing)
    {
    }

    public required FilmResponse Film { get; init; }
    public required CinemaResponse Cinema { get; init; }
    public required IReadOnlyDictionary<Concession, long> Prices { get; init; }

    /// <summary>ISO 4217 code of all prices.</summary>
    public required string Currency { get; init; }

    /// <summary>Until when its tickets can be given back.</summary>
    public required DateTimeOffset CancellableUntil { get; init; }
}

static class CatalogueCache
{
    /// <summary>Successful answers are kept so long, here and by everybody on the way to the browser.</summary>
    public static RouteGroupBuilder CacheFor(this RouteGroupBuilder group, TimeSpan age) => group
        .CacheOutput(policy => policy.Expire(age).SetVaryByQuery("film", "cinema", "date"))
        .AddEndpointFilter(async (context, next) =>
        {
            var answer = await next(context);
            var plain = answer is INestedHttpResult nested ? nested.Result : answer;
            if (plain is IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK })
                context.HttpContext.Response.Headers.CacheControl = $"public, max-age={age.TotalSeconds:0}";
            return answer;
        });
}
