using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Customers;
using Ticketing.Core.Problems;
using Ticketing.SeatHolds.WaitingRooms.Admission;

namespace Ticketing.SeatHolds.WaitingRooms.Passes;

/// <summary>
/// Lets a request for a hold through if no waiting room stands before its showing, or with a pass. Where no room is on this costs a
/// look into a dictionary; where one is, nobody is asked either.
/// </summary>
sealed class PassGate(Rooms rooms, Leases leases, SigningKeys keys, BusyShowings busy)
{
    /// <summary>Why the customer may not come in; null if they may.</summary>
    /// <exception cref="WaitingRoomUnavailableException">Not known yet.</exception>
    public ProblemHttpResult? Refuse(long showingId, Customer customer, HttpRequest request)
    {
        busy.Saw(showingId);
        if (!rooms.AreKnown)
            throw new WaitingRoomUnavailableException("It is not known yet which waiting rooms are on.");
        if (rooms.Before(showingId) is not { } room || HasPass(request, customer, room))
            return null;

        return Problem.Forbidden(
            "waiting_room_required", "There is a queue for these seats. Please take a place in the waiting room.", ("roomId", room.Id), ("scope", room.Scope));
    }

    bool HasPass(HttpRequest request, Customer customer, Room room) =>
        Pass.TryRead(request, room.Id, keys, out var pass) && pass.CustomerId == customer.Id && IsGood(pass, room);

    /// <summary>Whether a pass that we signed is for this room and still runs.</summary>
    public bool IsGood(Pass pass, Room room) => pass.RoomId == room.Id && pass.ExpiresAt > rooms.Now && leases.Allow(pass);
}
