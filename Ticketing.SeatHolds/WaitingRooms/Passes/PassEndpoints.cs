using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Ticketing.Core.Customers;
using Ticketing.Core.Problems;
using Ticketing.Core.WaitingRooms;
using Ticketing.SeatHolds.RateLimiting;
using Ticketing.SeatHolds.WaitingRooms.Admission;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.SeatHolds.WaitingRooms.Passes;

/// <param name="Pass">Send it as <c>Waiting-Room-Pass</c>; browsers send the cookie.</param>
sealed record PassResponse(string Pass, DateTimeOffset ExpiresAt);

/// <summary>Taking the pass when the turn has come.</summary>
static class PassEndpoints
{
    public static void MapPasses(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/waiting-rooms/{roomId:long}/pass", Claim).RequireAuthorization().LimitRate();

    static async Task<Results<Ok<PassResponse>, ProblemHttpResult>> Claim(
        long roomId, [FromHeader(Name = PlaceEndpoints.TokenHeader)] string? token, Customer customer, HttpContext http,
        ActiveWaitingRooms rooms, Leases leases, FoundPlaces found, PassIssuer issuer, SigningKeys keys, WaitingRoomMetrics metrics, IOptions<WaitingRoomOptions> options, CancellationToken ct)
    {
        if (!PlaceToken.TryRead(token, keys, out var place) || place.RoomId != roomId || place.CustomerId != customer.Id)
            return PlaceEndpoints.PlaceNotFound();
        if (rooms.Find(roomId) is not { } room)
            return PlaceEndpoints.RoomNotFound();

        found.Saw(room, place.Number);
        switch (await issuer.ClaimAsync(room, place, ct))
        {
            case ClaimResult.Granted(var lease, var isNew):
                leases.Learn(lease);
                if (isNew)
                    Measure(metrics, room, place, lease, options.Value.TypicalVisit);
                return Grant(http, new Pass(roomId, customer.Id, lease.Id, lease.ExpiresAt), keys);
            case ClaimResult.NotYet:
                return Problem.Conflict("not_your_turn", "It is not your turn yet.");
            case ClaimResult.Lapsed:
                return Problem.Conflict("place_lapsed", "Your turn was given on, since you did not come. You may join again.");
            case ClaimResult.Ended:
                return Problem.Conflict("pass_ended", "Your time inside is over. You may join again.");
            case ClaimResult.Full:
                http.Response.Headers.RetryAfter = "1";
                return Problem.Conflict("waiting_room_full", "One moment please: it is full inside.");
            case ClaimResult.Replaced:
                return PlaceEndpoints.PlaceNotFound();
            default:
                return PlaceEndpoints.RoomNotFound();
        }
    }

    static Ok<PassResponse> Grant(HttpContext http, Pass pass, SigningKeys keys)
    {
        var written = pass.Write(keys);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Cookies.Append(WaitingRoomPass.CookieOf(pass.RoomId), written, new CookieOptions
        {
            Expires = pass.ExpiresAt,
            HttpOnly = true,
            IsEssential = true,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = true,
        });
        return TypedResults.Ok(new PassResponse(written, pass.ExpiresAt));
    }

    /// <summary>An early comer's wait begins with the opening, and so does what they are told of it.</summary>
    static void Measure(WaitingRoomMetrics metrics, ActiveWaitingRoom room, PlaceToken place, Lease lease, TimeSpan typicalVisit)
    {
        var began = place.EstimatedSeconds is null && room.Row.OpenedAt > place.JoinedAt ? room.Row.OpenedAt.Value : place.JoinedAt;
        var estimated = place.EstimatedSeconds ?? WaitEstimate.AtOpening(room.Row, room.PeopleBetween(0, room.PositionOf(place.Number)), typicalVisit);
        metrics.Claimed(room.Id, (lease.ClaimedAt - began).TotalSeconds, estimated);
    }
}

/// <summary>
/// Lets a request for a hold through if no waiting room stands before its showing, or with a pass. Where no room is on this costs a
/// look into a dictionary; where one is, nobody is asked either.
/// </summary>
sealed class PassGate(ActiveWaitingRooms rooms, Leases leases, SigningKeys keys, BusyShowings busy)
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

    bool HasPass(HttpRequest request, Customer customer, ActiveWaitingRoom room) =>
        Pass.TryRead(request, room.Id, keys, out var pass) && customer.Is(pass.CustomerId) && IsGood(pass, room, customer.Id);

    /// <summary>Whether a pass that we signed is for this room and still runs.</summary>
    /// <param name="customerId">Who brings it; null where that does not matter.</param>
    public bool IsGood(Pass pass, ActiveWaitingRoom room, Guid? customerId = null) =>
        pass.RoomId == room.Id && pass.ExpiresAt > rooms.Now && leases.Allow(pass, customerId ?? pass.CustomerId);
}
