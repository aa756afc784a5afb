using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Staff;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;
using Ticketing.Core.Security;

namespace Ticketing.Api.Audit;

/// <summary>Who did what, for admins; who looks at that is written down as well.</summary>
static class AuditEndpoints
{
    const int PageSize = 100;

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/staff/audit", List).WithTags("Staff")
            .RequireAdmin()
            .AuditsRead("audit.read", (_, _) => "audit", "by", "subject", "action", "from", "until", "before");

    /// <summary>Newest first.</summary>
    /// <param name="by">Who, e.g. <c>staff:{id}</c>.</param>
    /// <param name="subject">What it was done to, e.g. <c>booking:{id}</c>.</param>
    /// <param name="from">This instant or later.</param>
    /// <param name="until">Before this instant.</param>
    /// <param name="before">The <c>next</c> of the page before.</param>
    static async Task<Results<Ok<AuditPage>, ProblemHttpResult>> List(
        TicketingDbContext context, HttpResponse response, CancellationToken ct,
        string? by = null, string? subject = null, string? action = null, DateTimeOffset? from = null, DateTimeOffset? until = null, Guid? before = null)
    {
        response.Headers.CacheControl = "no-store";
        var entries = context.AuditEntries.AsNoTracking();
        if (by is not null)
            entries = entries.Where(entry => entry.By == by);
        if (subject is not null)
            entries = entries.Where(entry => entry.Subject == subject);
        if (action is not null)
            entries = entries.Where(entry => entry.Action == action);
        if (from?.ToUniversalTime() is { } first)
            entries = entries.Where(entry => entry.At >= first);
        if (until?.ToUniversalTime() is { } end)
            entries = entries.Where(entry => entry.At < end);
        if (before is { } last)
        {
            if (await context.AuditEntries.Where(entry => entry.Id == last).Select(entry => (DateTimeOffset?)entry.At).SingleOrDefaultAsync(ct) is not { } at)
                return Problem.Validation(("before", "The next of a page."));
            entries = entries.Where(entry => entry.At < at || entry.At == at && entry.Id < last);
        }

        var page = await entries.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Take(PageSize + 1).ToListAsync(ct);
        return TypedResults.Ok(new AuditPage(
            [.. page.Take(PageSize).Select(AuditEntryResponse.Of)], page.Count > PageSize ? page[PageSize - 1].Id : null));
    }
}

/// <param name="Next">To be given as <c>before</c>; null on the last page.</param>
sealed record AuditPage(IReadOnlyList<AuditEntryResponse> Entries, Guid? Next);

/// <param name="Network">The client's.</param>
/// <param name="Details">What else belongs to it, as JSON.</param>
sealed record AuditEntryResponse(Guid Id, DateTimeOffset At, string By, string Action, string Subject, string? Network, string? Details)
{
    public static AuditEntryResponse Of(AuditEntry entry) => new(entry.Id, entry.At, entry.By, entry.Action, entry.Subject, entry.Network, entry.Details);
}
