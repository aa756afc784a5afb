using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Ticketing.Api.Accounts.ByMail;
using Ticketing.Api.Audit;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Accounts;

/// <summary>
/// A member's new password, for who knows the old one. Ends all other sessions of the member and the links that were mailed: whoever has
/// the old password, or a link, has nothing any more.
/// </summary>
sealed class ChangePassword(Credentials credentials, UserManager<Member> members, TicketingDbContext database, TimeProvider time)
{
    /// <param name="kind">Of the session that asks.</param>
    public async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        SessionKind kind, Guid memberId, Guid? sessionId, PasswordRequest request, HttpContext http, CancellationToken ct)
    {
        if (request.NewPassword is not { Length: > 0 } newPassword)
            return Problem.Validation(("newPassword", "A password."));

        var shown = await credentials.CheckAgainAsync(kind, memberId, request.OldPassword, http, ct);
        if (shown is not { Member: { } member, Found: { } found })
            return shown.Refusal!;

        await credentials.SucceedAsync(found, ct);
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        await database.LockLinksAsync(member.NormalizedEmail!, ct);
        member.InitialPasswordEndsAt = null;
        var changed = await members.ChangePasswordAsync(member, request.OldPassword!, newPassword);
        if (!changed.Succeeded)
            return PasswordProblem.Of(changed);

        await database.VoidLinksAsync(member.NormalizedEmail!, time.GetUtcNow(), ct);
        var ended = await database.EndSessionsAsync(member.Id, SessionEnds.PasswordChanged, ct, except: sessionId);
        // Whoever did not do it learns of it.
        database.Enqueue(new PasswordChanged(member.Id, MailLanguage.Of(request.Language)), time.GetUtcNow());
        var by = kind == SessionKind.Staff ? Actor.Staff(member.Id) : Actor.Customer(member.Id);
        database.Audit(by, "member.password_changed", $"member:{member.Id}", time.GetUtcNow(), found.Attempt.Network, new { ended });
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }
}

/// <param name="Language">Of the mail that tells of it: <c>ko</c>, unless it is <c>en</c>.</param>
sealed record PasswordRequest(string? OldPassword, string? NewPassword, string? Language = null);

static class PasswordEndpoints
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Change(
        PasswordRequest request, Customer customer, HttpContext http, ChangePassword change, CancellationToken ct) => customer.IsMember
        ? await change.HandleAsync(SessionKind.Customer, customer.Id, customer.SessionId, request, http, ct)
        : Problem.Forbidden("member_required", "Guests have no password.");
}

/// <summary>400 <c>password_refused</c>; its <c>errors</c> are named by the rules that the password breaks.</summary>
static class PasswordProblem
{
    public static ProblemHttpResult Of(IdentityResult refused) => Problem.BadRequest(
        "password_refused",
        "The password breaks a rule.",
        ("errors", refused.Errors.ToDictionary(error => error.Code, error => (string[])[error.Description])));
}
