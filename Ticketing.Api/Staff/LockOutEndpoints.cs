using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Accounts;
using Ticketing.Api.Accounts.ByMail;
using Ticketing.Api.Audit;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;
using Ticketing.Core.Security;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Staff;

/// <summary>Admins lock members out, customers or staff, and let them in again.</summary>
static class LockOutEndpoints
{
    const int LongestReason = 200;

    public static void MapLockOuts(this IEndpointRouteBuilder staff)
    {
        var lockOut = staff.MapGroup("/members/{id:guid}/lock-out").RequireAdmin();
        lockOut.MapPut("/", LockOut).ShowsNoPersonalData("Nothing; it is a row of its own that somebody was locked out.");
        lockOut.MapDelete("/", LetIn).ShowsNoPersonalData("Nothing; it is a row of its own that somebody was let in again.");
    }

    /// <summary>Ends the member's sessions and mailed links; nobody signs in to the account until it is let in again.</summary>
    static async Task<Results<NoContent, ProblemHttpResult>> LockOut(
        Guid id, LockOutRequest request, StaffMember staff, HttpContext http, UserManager<Member> members, TicketingDbContext database, TimeProvider time,
        SecurityEvents events, CancellationToken ct)
    {
        if (request.Reason?.Trim() is not { Length: > 0 and <= LongestReason } reason)
            return Problem.Validation(("reason", $"1 to {LongestReason} characters."));
        if (id == staff.Id)
            return Problem.Conflict("own_account", "Nobody locks himself out.");

        var answer = await ChangeAsync(id, DateTimeOffset.MaxValue, "member.locked_out", reason, staff, http, members, database, time, ct);
        if (answer.Result is NoContent)
            events.Record(SecurityEventKind.LockedOut, http, StatusCodes.Status204NoContent, "by_admin");
        return answer;
    }

    static Task<Results<NoContent, ProblemHttpResult>> LetIn(
        Guid id, StaffMember staff, HttpContext http, UserManager<Member> members, TicketingDbContext database, TimeProvider time, CancellationToken ct) =>
        ChangeAsync(id, until: null, "member.let_in", reason: null, staff, http, members, database, time, ct);

    static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        Guid id, DateTimeOffset? until, string action, string? reason, StaffMember staff, HttpContext http, UserManager<Member> members,
        TicketingDbContext database, TimeProvider time, CancellationToken ct)
    {
        if (await database.Users.Where(user => user.Id == id).Select(user => user.NormalizedEmail).SingleOrDefaultAsync(ct) is not { } address)
            return Problem.NotFound("member_not_found", "There is no such member.");

        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        await database.LockLinksAsync(address, ct);
        // Locked, as it is after whoever was first: Identity changes nothing of a member who has changed since, and only says so.
        var member = await database.Users.FromSql($"""SELECT * FROM "AspNetUsers" WHERE id = {id} FOR UPDATE""").SingleAsync(ct);
        member.LockoutEnabled = true;
        (await members.SetLockoutEndDateAsync(member, until)).ThrowIfFailed();
        await database.VoidLinksAsync(address, time.GetUtcNow(), ct);
        var ended = until is null ? 0 : await database.EndSessionsAsync(id, SessionEnds.LockedOut, ct);
        database.Audit(Actor.Staff(staff.Id), action, $"member:{id}", time.GetUtcNow(), ClientNetwork.Of(http)?.ToString(), new { reason, ended });
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <param name="Reason">For the audit.</param>
sealed record LockOutRequest(string? Reason);
