using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Ticketing.Core.Customers;
using Ticketing.Core.Requests;
using Ticketing.Core.Seats;
using Ticketing.SeatHolds.Challenges;
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
        var asker = new Asker(customer.Id, networks.NameOf(http), proven);
        var result = request.BestAvailable is { } best
            ? await holds.TakeBestAsync(showingId, asker, new BestAvailable(best.Count, best.Wheelchairs ?? 0, best.Zone), idempotencyKey, ct)
            : await holds.TakeAsync(showingId, asker, request.Seats!, idempotencyKey, ct);
        return result switch
        {
            TakeResult.Held { Hold: var hold } => TypedResults.Created($"/api/showings/{showingId}/holds/{hold.Id}", hold.ToResponse()),
            TakeResult.ChallengeRequired { Bits: var bits } => challenges.Ask(Purpose(), bits),
            var refusal => HoldProblems.Of(refusal, http.Response),
        };

        string Purpose() => ProofOfWork.ToHold(showingId, customer.Id, idempotencyKey ?? "");
    }

    static async Task<Results<Ok<HoldResponse>, ProblemHttpResult>> FindHold(
        long showingId, string holdId, Customer customer, SeatHoldStore holds, CancellationToken ct) =>
        await holds.FindAsync(showingId, holdId, customer.Id, ct) is { } hold
            ? TypedResults.Ok(hold.ToResponse())
            : HoldProblems.HoldNotFound();

    static async Task<Results<Ok<HoldResponse>, ProblemHttpResult>> RenewHold(
        long showingId, string holdId, Customer customer, SeatHoldStore holds, CancellationToken ct) =>
        await holds.RenewAsync(showingId, holdId, customer.Id, ct) switch
        {
            RenewResult.Renewed { Hold: var hold } => TypedResults.Ok(hold.ToResponse()),
            RenewResult.Attached => HoldProblems.HoldAttached(showingId, holdId),
            RenewResult.NotRenewable => HoldProblems.HoldNotRenewable(),
            _ => HoldProblems.HoldNotFound(),
        };

    static async Task<Results<Ok<ReleaseResponse>, ProblemHttpResult>> ReleaseHold(
        long showingId, string holdId, Customer customer, SeatHoldStore holds, CancellationToken ct) =>
        await holds.ReleaseAsync(showingId, holdId, customer.Id, ct) switch
        {
            ReleaseResult.Released { Version: var version } => TypedResults.Ok(new ReleaseResponse(version.ToString())),
            ReleaseResult.Attached => HoldProblems.HoldAttached(showingId, holdId),
            _ => HoldProblems.HoldNotFound(),
        };
}

static class HoldResponses
{
    public static HoldResponse ToResponse(this SeatHold hold) =>
        new(hold.Id, hold.ShowingId, hold.Seats, hold.ExpiresAt, hold.RenewableUntil, hold.Version.ToString());
}
