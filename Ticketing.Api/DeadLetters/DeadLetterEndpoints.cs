using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Audit;
using Ticketing.Api.Staff;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;

namespace Ticketing.Api.DeadLetters;

/// <summary>Messages that failed too often, for the staff who mend the cause and give them another chance.</summary>
static class DeadLetterEndpoints
{
    const int PageSize = 50;
    const int LastPage = 10_000;

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var letters = routes.MapGroup("/api/staff/dead-letters").WithTags("Staff")
            .RequireStaff();
        // Messages name customers by ids only, but errors quote what mail servers say of addresses.
        letters.MapGet("/", List).AuditsRead("dead_letters.read", (_, _) => "dead-letters", "queue", "replayed", "page");
        letters.MapPost("/{id:guid}/replay", Replay).RequireSecondFactor().AuditsRead("dead_letter.replayed", (http, _) => $"dead-letter:{http.GetRouteValue("id")}");
        letters.MapPost("/replay", ReplayAll).RequireSecondFactor().ShowsNoPersonalData("A number; who replayed a letter is in its row.");
    }

    /// <summary>Newest first; those that were replayed only where they are asked for.</summary>
    static async Task<Results<Ok<DeadLetterPage>, ProblemHttpResult>> List(
        TicketingDbContext database, HttpResponse response, CancellationToken ct, string? queue = null, bool replayed = false, int page = 1)
    {
        if (page is < 1 or > LastPage)
            return Problem.Validation(("page", $"1 to {LastPage}."));

        response.Headers.CacheControl = "no-store";
        var letters = database.DeadLetters.AsNoTracking()
            .Where(letter => (queue == null || letter.Queue == queue) && (replayed || letter.ReplayedAt == null));
        var found = await letters.OrderByDescending(letter => letter.DeadAt).ThenBy(letter => letter.Id)
            .Skip((page - 1) * PageSize).Take(PageSize).Select(DeadLetterResponse.Projection).ToListAsync(ct);
        return TypedResults.Ok(new DeadLetterPage(found, page, PageSize, await letters.CountAsync(ct)));
    }

    /// <summary>Doing it again does nothing and answers the same.</summary>
    static async Task<Results<Ok<DeadLetterResponse>, ProblemHttpResult>> Replay(
        Guid id, StaffMember staff, DeadLetterReplay replay, CancellationToken ct)
    {
        try
        {
            return await replay.ReplayAsync(id, Actor.Staff(staff.Id).ToString(), ct) is { } letter
                ? TypedResults.Ok(DeadLetterResponse.Of(letter))
                : Problem.NotFound("dead_letter_not_found", "There is no such dead letter.");
        }
        catch (BrokerUnavailableException)
        {
            return BrokerUnavailable.Problem();
        }
    }

    /// <summary>The oldest first, up to a limit: to be called until the answer is 0.</summary>
    static async Task<Results<Ok<ReplayedResponse>, ProblemHttpResult>> ReplayAll(
        StaffMember staff, DeadLetterReplay replay, CancellationToken ct, string? queue = null)
    {
        if (string.IsNullOrEmpty(queue))
            return Problem.Validation(("queue", "Required."));

        try
        {
            return TypedResults.Ok(new ReplayedResponse(await replay.ReplayAllAsync(queue, Actor.Staff(staff.Id).ToString(), ct)));
        }
        catch (BrokerUnavailableException)
        {
            return BrokerUnavailable.Problem();
        }
    }
}

/// <param name="Queue">The queue whose consumer gave it up, and to which a replay brings it back.</param>
/// <param name="Type">Name of the message; null if it did not say.</param>
/// <param name="Body">As it came; <c>base64:…</c> if it is no text.</param>
/// <param name="Attempts">Since it was written or last replayed.</param>
sealed record DeadLetterResponse(
    Guid Id, string Queue, Guid? MessageId, string? Type, string Body, string Error, int Attempts,
    DateTimeOffset? FirstFailedAt, DateTimeOffset DeadAt, DateTimeOffset? ReplayedAt, string? ReplayedBy)
{
    public static Expression<Func<DeadLetter, DeadLetterResponse>> Projection { get; } = letter => new DeadLetterResponse(
        letter.Id, letter.Queue, letter.MessageId, letter.Type, letter.Body, letter.Error, letter.Attempts,
        letter.FirstFailedAt, letter.DeadAt, letter.ReplayedAt, letter.ReplayedBy);

    static readonly Func<DeadLetter, DeadLetterResponse> FromLetter = Projection.Compile();

    public static DeadLetterResponse Of(DeadLetter letter) => FromLetter(letter);
}

/// <param name="Page">Counted from 1.</param>
/// <param name="Total">Of all pages.</param>
sealed record DeadLetterPage(IReadOnlyList<DeadLetterResponse> DeadLetters, int Page, int PageSize, int Total);

/// <param name="Replayed">Dead letters.</param>
sealed record ReplayedResponse(int Replayed);

static class BrokerUnavailable
{
    public static ProblemHttpResult Problem() =>
        Core.Problems.Problem.Unavailable("broker_unavailable", "The message broker did not confirm; nothing was lost, and it can be tried again.");
}
