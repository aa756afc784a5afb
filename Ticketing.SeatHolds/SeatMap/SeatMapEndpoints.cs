using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Core.Problems;
using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.SeatMap;

static class SeatMapEndpoints
{
    const string Json = "application/json";

    public static void AddSeatMap(this WebApplicationBuilder builder)
    {
        builder.Services.AddMemoryCache();
        builder.Services.AddSingleton<SeatLayouts>();
        builder.Services.AddSingleton<SeatSnapshots>();
    }

    public static void MapSeatMap(this IEndpointRouteBuilder routes)
    {
        var showing = routes.MapGroup("/live/showings/{showingId:long}").ProducesProblem(StatusCodes.Status404NotFound);
        showing.MapGet("/layout", GetLayout).Produces<LayoutResponse>().Produces(StatusCodes.Status304NotModified);
        showing.MapGet("/seats", GetSeats).Produces<SeatStatesResponse>();
    }

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetLayout(long showingId, HttpResponse response, SeatLayouts layouts, CancellationToken ct)
    {
        if (await layouts.FindAsync(showingId, ct) is not { } layout)
            return ShowingNotFound();

        response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Bytes(layout.Body, Json, entityTag: layout.ETag);
    }

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetSeats(
        long showingId, [FromQuery] SeatVersion? min, HttpResponse response, SeatSnapshots snapshots, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        return await snapshots.ReadAsync(showingId, min, ct) is { } snapshot
            ? TypedResults.Bytes(snapshot.Body, Json)
            : ShowingNotFound();
    }

    static ProblemHttpResult ShowingNotFound() => Problem.NotFound("showing_not_found", "There is no such showing.");
}
