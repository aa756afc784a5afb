using System.Globalization;
using Ticketing.Core.Customers;
using Ticketing.Core.Problems;
using Ticketing.SeatHolds.WaitingRooms.Admission;

namespace Ticketing.SeatHolds.WaitingRooms.Passes;

/// <summary>
/// Lets a request for a hold through if no waiting room stands before its showing, or with a pass. Where no room is on this costs a
/// look into a dictionary; where one is, nobody is asked either.
/// </summary>
sealed class RequirePass(Rooms rooms, Leases leases, SigningKeys keys, BusyShowings busy) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!long.TryParse((string?)http.GetRouteValue("showingId"), CultureInfo.InvariantCulture, out var showingId))
            return await next(context);

        busy.Saw(showingId);
        if (!rooms.AreKnown)
            throw new WaitingRoomUnavailableException("It is not known yet which waiting rooms are on.");
        if (rooms.Before(showingId) is not { } room || HasPass(http, room))
            return await next(context);

        return Problem.Forbidden(
            "waiting_room_required", "There is a queue for these seats. Please take a place in the waiting room.", ("roomId", room.Id), ("scope", room.Scope));
    }

    bool HasPass(HttpContext http, Room room) =>
        Pass.TryRead(http.Request, room.Id, keys, out var pass)
        && pass.CustomerId == Customer.Of(http.User)?.Id
        && IsGood(pass, room);

    /// <summary>Whether a pass that we signed is for this room and still runs.</summary>
    public bool IsGood(Pass pass, Room room) => pass.RoomId == room.Id && pass.ExpiresAt > rooms.Now && leases.Allow(pass);
}
