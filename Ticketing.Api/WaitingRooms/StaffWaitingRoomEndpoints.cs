using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Audit;
using Ticketing.Api.Staff;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;
using Ticketing.Core.WaitingRooms;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.WaitingRooms;

/// <summary>Waiting rooms, for staff.</summary>
static class StaffWaitingRoomEndpoints
{
    public static void MapStaffWaitingRooms(this IEndpointRouteBuilder routes)
    {
        var staff = routes.MapGroup("/api/staff/waiting-rooms").WithTags("Staff")
            .RequireStaff();
        const string Why = "Rooms and numbers of people; who switched a room is a row of its own.";
        staff.MapGet("/", List).ShowsNoPersonalData(Why);
        staff.MapPut("/film/{filmId}", SetBeforeFilm).ShowsNoPersonalData(Why);
        staff.MapPut("/showing/{showingId:long}", SetBeforeShowing).ShowsNoPersonalData(Why);
    }

    static async Task<Ok<WaitingRoomResponse[]>> List(TicketingDbContext database, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        var rooms = await database.WaitingRooms.AsNoTracking().Where(room => room.EndedAt == null).OrderBy(room => room.Id).ToListAsync(ct);
        return TypedResults.Ok(rooms.Select(room => room.ToResponse()).ToArray());
    }

    static async Task<Results<Ok<WaitingRoomResponse>, ProblemHttpResult>> SetBeforeFilm(
        string filmId, WaitingRoomRequest request, StaffMember staff, HttpContext http, TicketingDbContext database, SetWaitingRoom rooms, CancellationToken ct)
    {
        if (request.Errors().ToArray() is { Length: > 0 } errors)
            return Problem.Validation(errors);
        return await database.Films.AnyAsync(film => film.Id == filmId, ct)
            ? Answer(await rooms.RunAsync(filmId, null, saleOpensAt: null, request, staff.Id, ClientNetwork.Of(http)?.ToString(), ct))
            : Problem.NotFound("film_not_found", "There is no such film.");
    }

    static async Task<Results<Ok<WaitingRoomResponse>, ProblemHttpResult>> SetBeforeShowing(
        long showingId, WaitingRoomRequest request, StaffMember staff, HttpContext http, TicketingDbContext database, SetWaitingRoom rooms, CancellationToken ct)
    {
        if (request.Errors().ToArray() is { Length: > 0 } errors)
            return Problem.Validation(errors);
        var showing = await database.Showings.AsNoTracking().SingleOrDefaultAsync(s => s.Id == showingId, ct);
        return showing is null
            ? Problem.NotFound("showing_not_found", "There is no such showing.")
            : Answer(await rooms.RunAsync(null, showingId, showing.SaleOpensAt, request, staff.Id, ClientNetwork.Of(http)?.ToString(), ct));
    }

    static Results<Ok<WaitingRoomResponse>, ProblemHttpResult> Answer(Core.WaitingRooms.WaitingRoom? room) =>
        room is null
            ? Problem.Conflict("waiting_room_open", "The waiting room has opened already: that cannot be moved.")
            : TypedResults.Ok(room.ToResponse());
}

static class WaitingRoomExtensions
{
    public static void AddWaitingRooms(this IHostApplicationBuilder builder) => builder.Services.AddScoped<SetWaitingRoom>();
}

static class WaitingRoomRequests
{
    const int MostInside = 1_000_000;
    const double FastestRate = 10_000;
    const double SlowestRate = 0.01;

    /// <summary>What is wrong with it, by input; none if nothing.</summary>
    public static IEnumerable<(string Input, string Error)> Errors(this WaitingRoomRequest request)
    {
        if (request.Mode is null)
            yield return ("mode", "One of on, automatic and off.");
        if (request.Mode is not WaitingRoomMode.Off && request.Cap is not (>= 1 and <= MostInside))
            yield return ("cap", $"From 1 to {MostInside} customers.");
        if (request.Mode is not WaitingRoomMode.Off && request.RatePerSecond is not (>= SlowestRate and <= FastestRate))
            yield return ("ratePerSecond", $"From {SlowestRate} to {FastestRate} customers per second.");
        if (request.OpensAt is not null && request.Mode is not WaitingRoomMode.On)
            yield return ("opensAt", "Only of a room that is switched on.");
        if (request.OpensAt is { } opensAt && !ShowingDate.Contain(opensAt))
            yield return ("opensAt", "An instant of this millennium.");
    }
}

static class WaitingRoomResponses
{
    public static WaitingRoomResponse ToResponse(this WaitingRoom room) => new(
        room.Id, room.FilmId, room.ShowingId, room.Mode, room.Cap, room.RatePerSecond, room.OpensAt, room.StartedAt is not null,
        room.Places, room.AdmittedUpTo, room.LeasesInUse, room.CreatedAt, room.CreatedBy, room.UpdatedAt, room.UpdatedBy);
}
