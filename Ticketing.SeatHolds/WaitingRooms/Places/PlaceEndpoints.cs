using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Core.Customers;
using Ticketing.Core.Problems;
using Ticketing.SeatHolds.RateLimiting;
using Ticketing.SeatHolds.WaitingRooms.Passes;

namespace Ticketing.SeatHolds.WaitingRooms.Places;

/// <summary>Taking a place in a room, and asking what has become of it.</summary>
static class PlaceEndpoints
{
    public const string TokenHeader = "Waiting-Room-Place";

    public static void MapPlaces(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/waiting-rooms/{roomId:long}/places", Join).RequireAuthorization().LimitRate();
        // Nothing but the token is looked at, so nothing but routing comes before it.
        routes.MapGet("/live/waiting-rooms/{roomId}/place", Ask).ShortCircuit();
    }

    static async Task<Results<Created<JoinResponse>, ProblemHttpResult>> Join(
        long roomId, [FromBody] JoinRequest? request, [FromHeader(Name = TokenHeader)] string? token, Customer customer, HttpContext http,
        ActiveWaitingRooms rooms, Leases leases, JoinGate gate, PlaceNumbers numbers, FoundPlaces found, SigningKeys keys, CancellationToken ct)
    {
        if (rooms.Find(roomId) is not { } room)
            return RoomNotFound();
        if (await gate.RefuseAsync(roomId, customer, request?.ChallengeAnswer, http) is { } refusal)
            return refusal;

        PlaceToken? brought = PlaceToken.TryRead(token, keys, out var own) && own.RoomId == roomId && customer.Is(own.CustomerId) ? own with { CustomerId = customer.Id } : null;
        var now = rooms.Now;
        var place = brought is { } shown && StatusOf(shown) is { State: not PlaceState.Lapsed } ? await KeepAsync(shown) : await JoinAsync(null);
        if (StatusOf(place) is { State: PlaceState.Lapsed })
            place = await JoinAsync(usedUp: place.Number);

        found.Saw(room, place.Number);
        var status = StatusOf(place);
        if (brought?.Number != place.Number)
            place = place with { EstimatedSeconds = status.EstimatedSeconds };
        return TypedResults.Created($"/live/waiting-rooms/{roomId}/place", JoinResponse.Of(place.Write(keys), status));

        PlaceStatus StatusOf(PlaceToken of) => PlaceStatus.Of(of, room, leases, now);

        async Task<PlaceToken> KeepAsync(PlaceToken kept) =>
            await numbers.JoinAsync(room, customer, usedUp: null, brought: kept.Number, ct) == kept.Number ? kept : await JoinAsync(null);

        async Task<PlaceToken> JoinAsync(long? usedUp) =>
            new(roomId, customer.Id, await numbers.JoinAsync(room, customer, usedUp, brought: null, ct), now, null);
    }

    static Task Ask(HttpContext http)
    {
        var services = http.RequestServices;
        var response = http.Response;
        response.Headers.CacheControl = "no-store";
        if (!long.TryParse((string?)http.GetRouteValue("roomId"), NumberStyles.None, CultureInfo.InvariantCulture, out var roomId)
            || !PlaceToken.TryRead(http.Request.Headers[TokenHeader].ToString(), services.GetRequiredService<SigningKeys>(), out var place)
            || place.RoomId != roomId)
            return PlaceNotFound().ExecuteAsync(http);

        var rooms = services.GetRequiredService<ActiveWaitingRooms>();
        if (!rooms.AreKnown)
        {
            response.Headers.RetryAfter = "2";
            return Problem.Unavailable("waiting_room_unavailable", "The waiting room is just coming back. Your place is kept.").ExecuteAsync(http);
        }

        var room = rooms.Find(roomId);
        if (room is not null)
            services.GetRequiredService<FoundPlaces>().Saw(room, place.Number);
        response.ContentType = "application/json";
        response.ContentLength = PlaceStatusJson.Write(response.BodyWriter, PlaceStatus.Of(place, room, services.GetRequiredService<Leases>(), rooms.Now));
        return Task.CompletedTask;
    }

    public static ProblemHttpResult RoomNotFound() => Problem.NotFound("waiting_room_not_found", "There is no such waiting room, or it has closed.");

    public static ProblemHttpResult PlaceNotFound() => Problem.NotFound("place_not_found", "There is no such place in this waiting room.");
}

/// <param name="ChallengeAnswer">When a challenge was required; see <see cref="ProofOfWork"/>.</param>
sealed record JoinRequest(string? ChallengeAnswer);

/// <param name="Token">Send it as <c>Waiting-Room-Place</c> to ask for the place.</param>
sealed record JoinResponse(
    string Token, string State, long Place, long Ahead, int? EstimatedSeconds, double PollAfterSeconds, DateTimeOffset? OpensAt)
{
    public static JoinResponse Of(string token, PlaceStatus status) => new(
        token, PlaceStatusJson.Name(status.State), status.Place, status.Ahead, status.EstimatedSeconds, status.PollAfterSeconds, status.OpensAt);
}
