using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Ticketing.Api.Audit;
using Ticketing.Api.Staff;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.DeadLetters;

/// <summary>What to do after a broker was lost with all it held, as in a fail-over to the other region.</summary>
static class OutboxReplayEndpoints
{
    public static void MapOutboxReplay(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/staff/outbox/replay", Replay).WithTags("Staff")
            .ShowsNoPersonalData("Numbers by queue; it is a row of its own that somebody did it.")
            .RequireSecondFactor();

    static async Task<Results<Ok<OutboxReplayResponse>, ProblemHttpResult>> Replay(
        OutboxReplayRequest request, StaffMember staff, HttpContext http, OutboxReplay replay, TicketingDbContext context, IOptions<MessagingOptions> options, TimeProvider time,
        ILogger<OutboxReplay> logger, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (request.Since is not { } since || since > now || since < now - options.Value.Retention)
            return Problem.Validation(("since", $"An instant of the last {options.Value.Retention.TotalDays:0} days."));

        context.Audit(Actor.Staff(staff.Id), "outbox.replayed", "outbox", now, ClientNetwork.Of(http)?.ToString(), new { Since = since });
        await context.SaveChangesAsync(ct);
        logger.LogWarning("Staff {Staff} replays the outbox since {Since}", staff.Id, since);
        try
        {
            return TypedResults.Ok(new OutboxReplayResponse(since, await replay.RunAsync(since, ct)));
        }
        catch (BrokerUnavailableException)
        {
            return BrokerUnavailable.Problem();
        }
    }
}

/// <param name="Since">Messages made at this instant or later.</param>
sealed record OutboxReplayRequest(DateTimeOffset? Since);

/// <param name="Published">Messages by queue.</param>
sealed record OutboxReplayResponse(DateTimeOffset Since, IReadOnlyDictionary<string, int> Published);
