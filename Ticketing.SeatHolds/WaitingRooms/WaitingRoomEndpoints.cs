using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Customers;
using Ticketing.SeatHolds.WaitingRooms.Passes;

namespace Ticketing.SeatHolds.WaitingRooms;

/// <param name="OpensAt">Who comes earlier takes part in the draw.</param>
/// <param name="Admitted">Whether the request brought a pass that still holds.</param>
/// <param name="PassExpiresAt">Until when it does; null without one.</param>
sealed record ActiveWaitingRoomResponse(
    long Id, string Scope, string? FilmId, long? ShowingId, DateTimeOffset? OpensAt, bool Open, bool Admitted, DateTimeOffset? PassExpiresAt);

/// <param name="Room">Null if none stands before the showing.</param>
sealed record WaitingRoomOfShowingResponse(long ShowingId, ActiveWaitingRoomResponse? Room);

static class WaitingRoomEndpoints
{
    public static void MapActiveWaitingRooms(this IEndpointRouteBuilder routes) => routes.MapGet("/live/waiting-rooms", Find);

    static Ok<WaitingRoomOfShowingResponse> Find(long showing, HttpContext http, ActiveWaitingRooms rooms, SigningKeys keys, PassGate gate)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!rooms.AreKnown)
            throw new WaitingRoomUnavailableException("It is not known yet which waiting rooms are on.");
        if (rooms.Before(showing) is not { } room)
            return TypedResults.Ok(new WaitingRoomOfShowingResponse(showing, null));

        var admitted = Pass.TryRead(http.Request, room.Id, keys, out var pass) && gate.IsGood(pass, room, Customer.Of(http.User)?.Id);
        return TypedResults.Ok(new WaitingRoomOfShowingResponse(
            showing,
            new ActiveWaitingRoomResponse(room.Id, room.Scope, room.Row.FilmId, room.Row.ShowingId, room.Row.OpensAt, room.IsOpen, admitted, admitted ? pass.ExpiresAt : null)));
    }
}
