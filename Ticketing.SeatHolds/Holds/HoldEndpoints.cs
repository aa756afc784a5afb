using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Requests;
using Ticketing.Core.Seats.Holds;
using Ticketing.SeatHolds.RateLimiting;
using Ticketing.SeatHolds.WaitingRooms.Passes;

namespace Ticketing.SeatHolds.Holds;

static class HoldEndpoints
{
    public static void MapHolds(this IEndpointRouteBuilder routes)
    {
        var holds = routes.MapGroup("/api/showings/{showingId:long}/holds").RequireAuthorization().LimitRate();
        holds.MapPost("/", TakeHold);
        holds.MapGet("/{holdId}", FindHold);
        holds.MapDelete("/{holdId}", ReleaseHold);
        holds.MapPost("/{holdId}/renewal", RenewHold);
    }

    static async Task<Results<Created<HoldResponse>, ProblemHttpResult>> TakeHold(
        long showingId, TakeHoldRequest request, [FromHeader(Name = RequestKey.Header)] string? idempotencyKey,
        Customer customer, HttpContext http, PassGate gate, CountedNetworks networks, ProofOfWork challenges, SeatHoldStore holds,
        IOptions<SeatHoldOptions> options, CancellationToken ct)
    {
        if (gate.Refuse(showingId, customer, http.Request) is { } closed)
            return closed;
        if (HoldProblems.Check(request, idempotencyKey, options.Value.MaxSeats) is { } problem)
            return problem;

        // Without a key an answer would be good for any number of holds.
        var proven = idempotencyKey is null || request.ChallengeAnswer is null ? 0 : challenges.ProvenBits(request.ChallengeAnswer, Purpose());
        var asker = new Asker(HoldOwner.Of(customer), networks.NameOf(http), proven);
        var result = request.BestAvailable is { } best
            ? await holds.TakeBestAsync(showingId, asker, best.ToBestAvailable(), idempotencyKey, ct)
            : await holds.TakeAsync(showingId, asker, request.Seats!, idempotencyKey, ct);
        return result switch
        {
            TakeResult.Held { Hold: var hold } => TypedResults.Created($"/api/showings/{showingId}/holds/{hold.Id}", HoldResponse.Of(hold)),
            TakeResult.ChallengeRequired { Bits: var bits } => challenges.Ask(Purpose(), bits),
            var refusal => HoldProblems.Of(refusal, http.Response),
        };

        string Purpose() => ProofOfWork.ToHold(showingId, customer.Id, idempotencyKey ?? "");
    }

    static async Task<Results<Ok<HoldResponse>, ProblemHttpResult>> FindHold(
        long showingId, string holdId, Customer customer, SeatHoldStore holds, CancellationToken ct) =>
        await holds.FindAsync(showingId, holdId, HoldOwner.Of(customer), ct) is { } hold
            ? TypedResults.Ok(HoldResponse.Of(hold))
            : HoldProblems.HoldNotFound();

    static async Task<Results<Ok<HoldResponse>, ProblemHttpResult>> RenewHold(
        long showingId, string holdId, Customer customer, SeatHoldStore holds, CancellationToken ct) =>
        await holds.RenewAsync(showingId, holdId, HoldOwner.Of(customer), ct) switch
        {
            RenewResult.Renewed { Hold: var hold } => TypedResults.Ok(HoldResponse.Of(hold)),
            RenewResult.Attached => HoldProblems.HoldAttached(showingId, holdId),
            RenewResult.NotRenewable => HoldProblems.HoldNotRenewable(),
            _ => HoldProblems.HoldNotFound(),
        };

    static async Task<Results<Ok<ReleaseResponse>, ProblemHttpResult>> ReleaseHold(
        long showingId, string holdId, Customer customer, SeatHoldStore holds, CancellationToken ct) =>
        await holds.ReleaseAsync(showingId, holdId, HoldOwner.Of(customer), ct) switch
        {
            ReleaseResult.Released { Version: var version } => TypedResults.Ok(new ReleaseResponse(version.ToString())),
            ReleaseResult.Attached => HoldProblems.HoldAttached(showingId, holdId),
            _ => HoldProblems.HoldNotFound(),
        };
}

/// <summary>Asks for certain seats, or for the best ones: exactly one of the two.</summary>
/// <param name="Seats">Places in the layout, each once.</param>
/// <param name="ChallengeAnswer">When a challenge was required; for the same idempotency key.</param>
sealed record TakeHoldRequest(int[]? Seats, BestAvailableRequest? BestAvailable, string? ChallengeAnswer = null);

/// <param name="Count">All seats, the wheelchair spaces among them.</param>
/// <param name="Wheelchairs">Wheelchair spaces; without them none is given.</param>
/// <param name="Zone">Only seats of this zone.</param>
sealed record BestAvailableRequest(int Count, int? Wheelchairs, SeatZone? Zone)
{
    public BestAvailable ToBestAvailable() => new(Count, Wheelchairs ?? 0, Zone);
}

/// <param name="RenewableUntil">Renewing never moves <paramref name="ExpiresAt"/> beyond this instant: not at all where it is not later, as once a booking has the hold.</param>
/// <param name="Version">Ask for the seat states with this as <c>min</c> to see the hold in them.</param>
sealed record HoldResponse(
    string HoldId, long ShowingId, IReadOnlyList<int> Seats, DateTimeOffset ExpiresAt, DateTimeOffset RenewableUntil, string Version)
{
    public static HoldResponse Of(SeatHold hold) =>
        new(hold.Id, hold.ShowingId, hold.Seats, hold.ExpiresAt, hold.RenewableUntil, hold.Version.ToString());
}

/// <param name="Version">Ask for the seat states with this as <c>min</c> to see the seats free in them.</param>
sealed record ReleaseResponse(string Version);
