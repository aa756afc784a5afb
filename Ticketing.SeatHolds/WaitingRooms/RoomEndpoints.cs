using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.SeatHolds.WaitingRooms.Passes;

namespace Ticketing.SeatHolds.WaitingRooms;

static class RoomEndpoints
{
    public static void MapRooms(this IEndpointRouteBuilder routes) => routes.MapGet("/live/waiting-rooms", Find);

    static Ok<RoomBeforeShowingResponse> Find(long showing, HttpContext http, Rooms rooms, SigningKeys keys, PassGate gate)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!rooms.AreKnown)
            throw new WaitingRoomUnavailableException("It is not known yet which waiting rooms are on.");
        if (rooms.Before(showing) is not { } room)
            return TypedResults.Ok(new RoomBeforeShowingResponse(showing, null));

        var admitted = Pass.TryRead(http.Request, room.Id, keys, out var pass) && gate.IsGood(pass, room);
        return TypedResults.Ok(new RoomBeforeShowingResponse(
            showing,
            new RoomResponse(room.Id, room.Scope, room.Row.FilmId, room.Row.ShowingId, room.Row.OpensAt, room.IsOpen, admitted)));
    }
}
