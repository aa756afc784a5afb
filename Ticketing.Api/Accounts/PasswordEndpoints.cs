using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Accounts;
using Ticketing.Core.Audit;
using Ticketing.Core.Bookings;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Accounts;

/// <summary>A member's new password, for who knows the old one.</summary>
static class PasswordEndpoints
{
    /// <summary>Ends all other sessions of the member: whoever has the old password has nothing any more.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Change(
        PasswordRequest request, Customer customer, HttpContext http, Credentials credentials, UserManager<Member> members, TicketingDbContext database,
        OutboxSignal outbox, TimeProvider time, CancellationToken ct)
    {
        if (!customer.IsMember)
            return Problem.Forbidden("member_required", "Guests have no password.");
        if (request.NewPassword is not { Length: > 0 and <= 200 } newPassword)
            return Problem.Validation(("newPassword", "1 to 200 characters."));

        var shown = await credentials.CheckAgainAsync(SessionKind.Customer, customer.Id, request.OldPassword, http, ct);
        if (shown is not { Member: { } member, Found: { } found })
            return shown.Refusal!;

        await credentials.SucceedAsync(found, ct);
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        var changed = await members.ChangePasswordAsync(member, request.OldPassword!, newPassword);
        if (!changed.Succeeded)
            return PasswordProblem.Of(changed);

        var ended = await database.EndSessionsAsync(member.Id, SessionEnds.PasswordChanged, ct, except: customer.SessionId);
        // Whoever did not do it learns of it.
        database.Enqueue(new PasswordChanged(member.Id, request.Language is "en" ? "en" : "ko"), time.GetUtcNow());
        database.Audit(Actor.Customer(member.Id), "member.password_changed", $"member:{member.Id}", time.GetUtcNow(), found.Attempt.Network, new { ended });
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        outbox.Notify();
        return TypedResults.NoContent();
    }
}

/// <param name="Language">Of the mail that tells of it: <c>ko</c>, unless it is <c>en</c>.</param>
sealed record PasswordRequest(string? OldPassword, string? NewPassword, string? Language = null);
