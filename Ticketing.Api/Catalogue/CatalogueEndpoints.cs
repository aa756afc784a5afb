using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Catalogue;

/// <summary>What plays where, when and for how much: the same for everybody, and a minute old at most.</summary>
static class CatalogueEndpoints
{
    public static void MapCatalogue(this IEndpointRouteBuilder routes)
    {
        var catalogue = routes.MapGroup("/api").WithTags("Catalogue").CacheForAMinute();
        catalogue.MapGet("/films", ListFilms);
        catalogue.MapGet("/cinemas", ListCinemas);
        catalogue.MapGet("/showings", ListShowings);
        catalogue.MapGet("/showings/days", ListDays);
        catalogue.MapGet("/showings/{id:long}", FindShowing);
    }

    static async Task<Ok<List<FilmResponse>>> ListFilms(TicketingDbContext context, CancellationToken ct) =>
        TypedResults.Ok(await context.Films.OrderByDescending(f => f.ReleasedInKorea).ThenBy(f => f.Id).Select(CatalogueQueries.ToFilm).ToListAsync(ct));

    static async Task<Ok<List<CinemaResponse>>> ListCinemas(TicketingDbContext context, CancellationToken ct) =>
        TypedResults.Ok(await context.Cinemas.OrderBy(c => c.Id).Select(CatalogueQueries.ToCinema).ToListAsync(ct));

    static async Task<Results<Ok<IReadOnlyList<ShowingResponse>>, ProblemHttpResult>> ListShowings(
        TicketingDbContext context, CancellationToken ct, string? film = null, string? cinema = null, string? date = null)
    {
        if (!ShowingDate.TryParse(date, out var day))
            return Problem.Validation(("date", $"A date as {ShowingDate.Pattern}."));

        return TypedResults.Ok(await ShowingQueries.OnDateAsync(context, film, cinema, day, ct));
    }

    static async Task<Ok<IReadOnlyList<ShowingDayResponse>>> ListDays(TicketingDbContext context, TimeProvider time, CancellationToken ct) =>
        TypedResults.Ok(await ShowingQueries.DaysAsync(context, time.GetUtcNow(), ct));

    static async Task<Results<Ok<ShowingDetailsResponse>, ProblemHttpResult>> FindShowing(long id, TicketingDbContext context, CancellationToken ct) =>
        await ShowingQueries.FindAsync(context, id, ct) is { } showing
            ? TypedResults.Ok(showing)
            : Problem.NotFound("showing_not_found", "There is no such showing.");
}

/// <summary>Successful answers are kept for a minute, here and by everybody on the way to the browser.</summary>
static class CatalogueCache
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static RouteGroupBuilder CacheForAMinute(this RouteGroupBuilder group) => group
        .CacheOutput(policy => policy.Expire(Minute).SetVaryByQuery("film", "cinema", "date"))
        .AddEndpointFilter(async (context, next) =>
        {
            var answer = await next(context);
            var plain = answer is INestedHttpResult nested ? nested.Result : answer;
            if (plain is IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK })
                context.HttpContext.Response.Headers.CacheControl = "public, max-age=60";
            return answer;
        });
}
