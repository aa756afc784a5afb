using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;
using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.SeatMap;

static class SeatMapEndpoints
{
    const string Json = "application/json";

    public static void AddSeatMap(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddMemoryCache();
        services.AddOptions<StreamOptions>().BindConfiguration("Streams").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SeatStateStore>();
        services.AddSingleton<SeatLayouts>();
        services.AddSingleton<LiveShowings>();
        services.AddSingleton<UnknownShowings>();
        services.AddSingleton<StreamLimits>();
        services.AddSingleton<StreamMetrics>();
        services.AddHostedService<LiveUpdates>();
        services.AddHostedService<StreamHeartbeat>();
    }

    public static void MapSeatMap(this IEndpointRouteBuilder routes)
    {
        var showing = routes.MapGroup("/live/showings/{showingId:long}").ProducesProblem(StatusCodes.Status404NotFound);
        showing.MapGet("/layout", GetLayout).Produces<LayoutResponse>().Produces(StatusCodes.Status304NotModified);
        // Asked for by everybody all the time, and the same for all: what comes between routing and it would cost more than the answer.
        var live = routes.ServiceProvider.GetRequiredService<LiveShowings>();
        var unknown = routes.ServiceProvider.GetRequiredService<UnknownShowings>();
        showing.MapGet("/seats", (Delegate)((HttpContext http) => GetSeats(http, live, unknown)))
            .Produces<SeatStatesResponse>().ProducesProblem(StatusCodes.Status503ServiceUnavailable).ShortCircuit();
        showing.MapGet("/stream", StreamEndpoint.StreamAsync).Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    public static ProblemHttpResult ShowingNotFound() => Problem.NotFound("showing_not_found", "There is no such showing.");

    static async Task<Results<FileContentHttpResult, ProblemHttpResult, EmptyHttpResult>> GetLayout(
        HttpContext http, long showingId, SeatLayouts layouts, UnknownShowings unknown, CancellationToken ct)
    {
        if (unknown.Refuse(http))
            return TypedResults.Empty;
        if (await layouts.FindAsync(showingId, ct) is not { } layout)
        {
            unknown.Count(http);
            return ShowingNotFound();
        }

        http.Response.Headers.CacheControl = "public, max-age=3600";
        return layout.Answer.For(http, Json);
    }

    static Task GetSeats(HttpContext http, LiveShowings live, UnknownShowings unknown)
    {
        var showingId = long.Parse((string)http.Request.RouteValues["showingId"]!, CultureInfo.InvariantCulture);
        return http.Request.QueryString.HasValue || !live.TryGet(showingId, out var showing)
            ? FindSeatsAsync(http, live, unknown, showingId)
            : WriteAsync(http.Response, showing.Answer());
    }

    /// <summary>The way of those who are first to ask for a showing, or have seen something already that must be in the answer.</summary>
    static async Task FindSeatsAsync(HttpContext http, LiveShowings live, UnknownShowings unknown, long showingId)
    {
        var asked = http.Request.Query["min"].ToString();
        if (!SeatVersion.TryParse(asked, CultureInfo.InvariantCulture, out var min) && asked != "")
            await Problem.Validation(("min", "Not a version of seats.")).ExecuteAsync(http);
        else if (await FindAsync(http, live, unknown, showingId) is { } showing)
            await WriteAsync(http.Response, await live.AnswerAsync(showing, min, http.RequestAborted));
    }

    /// <summary>The showing, or null where the request has got its answer: that there is none, or that it asks too often for such.</summary>
    public static async ValueTask<LiveShowing?> FindAsync(HttpContext http, LiveShowings live, UnknownShowings unknown, long showingId)
    {
        if (live.TryGet(showingId, out var known))
            return known;
        if (unknown.Refuse(http))
            return null;
        if (await live.WatchAsync(showingId, http.RequestAborted) is { } showing)
            return showing;

        unknown.Count(http);
        await ShowingNotFound().ExecuteAsync(http);
        return null;
    }

    static Task WriteAsync(HttpResponse response, SeatsAnswer answer)
    {
        response.ContentType = Json;
        response.ContentLength = answer.Body.Length;
        response.Headers.CacheControl = "no-store";
        // Goes out with the end of the request, in one write.
        response.BodyWriter.Write(answer.Body);
        return Task.CompletedTask;
    }
}

/// <param name="Columns">Width of the drawing grid.</param>
/// <param name="Lines">Height of the drawing grid.</param>
sealed record LayoutResponse(
    long ShowingId, string AuditoriumId, AuditoriumFormat AuditoriumFormat, int Columns, int Lines, IReadOnlyList<LayoutSeat> Seats)
{
    public static async Task<LayoutResponse?> ReadAsync(TicketingDbContext database, long showingId, CancellationToken ct)
    {
        var auditorium = await database.Showings
            .Where(showing => showing.Id == showingId)
            .Select(showing => new { showing.AuditoriumId, showing.Auditorium.Format })
            .SingleOrDefaultAsync(ct);
        if (auditorium is null)
            return null;

        var seats = await database.Seats
            .Where(seat => seat.AuditoriumId == auditorium.AuditoriumId)
            .OrderBy(seat => seat.Index)
            .Select(seat => new LayoutSeat(seat.Index, seat.Row, seat.Number, seat.X, seat.Y, seat.Kind, seat.Zone))
            .ToListAsync(ct);
        return new LayoutResponse(
            showingId, auditorium.AuditoriumId, auditorium.Format,
            seats.Select(seat => seat.X + 1).DefaultIfEmpty().Max(), seats.Select(seat => seat.Y + 1).DefaultIfEmpty().Max(), seats);
    }
}

/// <param name="Index">Place in the seat states.</param>
sealed record LayoutSeat(int Index, string Row, int Number, int X, int Y, SeatKind Kind, SeatZone Zone);

/// <summary>All seats at one version, written once for all who ask.</summary>
sealed class SeatsAnswer(SeatStates seats, bool stale)
{
    byte[]? frame;

    public SeatVersion Version { get; } = seats.Version;
    public byte[] Body { get; } = JsonSerializer.SerializeToUtf8Bytes(SeatStatesResponse.Of(seats, stale), JsonSerializerOptions.Web);

    /// <summary>The same as an event of a stream.</summary>
    public byte[] Frame => frame ??= StreamFrames.Seats(this);
}

/// <param name="States">One letter per seat in layout order: available, held, sold, <c>x</c> for not for sale.</param>
/// <param name="Stale">Redis is away: this is what was known last. Left out when false.</param>
sealed record SeatStatesResponse(
    string Version, string States, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Stale)
{
    public static SeatStatesResponse Of(SeatStates states, bool stale) =>
        new(states.Version.ToString(), states.States, states.SaleOpensAt, states.CutoffAt, states.Cancelled, stale);
}
