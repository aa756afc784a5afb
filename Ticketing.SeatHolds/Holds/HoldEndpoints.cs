using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Ticketing.Core.Customers;
using Ticketing.Core.Seats;
using Ticketing.SeatHolds.WaitingRooms;

namespace Ticketing.SeatHolds.Holds;

static class HoldEndpoints
{
    public static void MapHolds(this IEndpointRouteBuilder routes)
    {
        var holds = routes.MapGroup("/api/showings/{showingId:long}/holds").RequireAuthorization().RequireRateLimiting(RateLimits.PerCustomer);
        holds.MapPost("/", TakeHold).RequirePass();
        holds.MapGet("/{holdId}", FindHold);
        holds.MapDelete("/{holdId}", ReleaseHold);
    }

    static async Task<Results<Created<HoldResponse>, ProblemHttpResult>> TakeHold(
        long showingId, TakeHoldRequest request, Customer customer, SeatHoldStore holds, IOptions<SeatHoldOptions> options, CancellationToken ct)
    {
        if (HoldProblems.Check(request.Seats, options.Value.MaxSeats) is { } problem)
            return problem;

        return await holds.TakeAsync(showingId, customer.Id, request.Seats!, ct) switch
        {
            TakeResult.Held { Hold: var hold } => TypedResults.Created($"/api/showings/{showingId}/holds/{hold.Id}", HoldResponse.Of(hold)),
            var refusal => HoldProblems.Of(refusal),
        };
    }

    static async Task<Results<Ok<HoldResponse>, ProblemHttpResult>> FindHold(
        long showingId, string holdId, Customer customer, SeatHoldStore holds, CancellationToken ct) =>
        await holds.FindAsync(showingId, holdId, customer.Id, ct) is { } hold
            ? TypedResults.Ok(HoldResponse.Of(hold))
            : HoldProblems.HoldNotFound();

    static async Task<Results<Ok<ReleaseResponse>, ProblemHttpResult>> ReleaseHold(
        long showingId, string holdId, Customer customer, SeatHoldStore holds, CancellationToken ct) =>
        await holds.ReleaseAsync(showingId, holdId, customer.Id, ct) switch
        {
            ReleaseResult.Released { Version: var version } => TypedResults.Ok(new ReleaseResponse(version.ToString())),
            ReleaseResult.Attached => HoldProblems.HoldAttached(showingId, holdId),
            _ => HoldProblems.HoldNotFound(),
        };
}
