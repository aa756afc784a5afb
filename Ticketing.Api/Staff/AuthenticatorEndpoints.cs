using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Api.Accounts;
using Ticketing.Api.Audit;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Staff;

/// <summary>A member of staff's own authenticator. Whatever changes it ends all sessions and begins a new one.</summary>
static class AuthenticatorEndpoints
{
    public static void MapAuthenticators(this IEndpointRouteBuilder staff)
    {
        var authenticator = staff.MapGroup("/authenticator").RequireRateLimiting(Edges.RateLimits.Accounts).RequireStaffSession();
        const string Why = "One's own; it is a row of its own that an authenticator was taken on or off.";
        authenticator.MapPost("/", Begin).ShowsNoPersonalData(Why);
        authenticator.MapPost("/confirmation", Confirm).ShowsNoPersonalData(Why);
        authenticator.MapPost("/removal", Remove).ShowsNoPersonalData(Why);
    }

    /// <summary>Gives a key to scan; asks for the password, since who has a stolen session must not bring his own.</summary>
    static async Task<Results<Ok<AuthenticatorKey>, ProblemHttpResult>> Begin(
        PasswordAndCode request, StaffMember staff, HttpContext http, Credentials credentials, Authenticators authenticators, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        var shown = await credentials.CheckAgainAsync(SessionKind.Staff, staff.Id, request.Password, http, ct);
        if (shown is not { Member: { } member, Found: { } found })
            return shown.Refusal!;

        await credentials.SucceedAsync(found, ct);
        return member.TwoFactorEnabled ? Enrolled() : TypedResults.Ok(await authenticators.BeginAsync(member));
    }

    /// <summary>A code of the new key makes it the second factor. Nobody has such a code who did not show the password for the key.</summary>
    static async Task<Results<Ok<Enrolled>, ProblemHttpResult>> Confirm(
        PasswordAndCode request, StaffMember staff, HttpContext http, Credentials credentials, Authenticators authenticators, StaffSessions sessions,
        TicketingDbContext database, TimeProvider time, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        var entered = await credentials.EnterAsync(SessionKind.Staff, staff.Email, http, ct);
        if (entered is not { Found: { Member: { } member } found })
            return entered.Refusal!;
        if (member.TwoFactorEnabled)
            return Enrolled();
        if (await authenticators.CheckAsync(found, member, request.Code, recovery: false, request.Language, http, ct) is { } refusal)
            return refusal;

        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        var recoveryCodes = await authenticators.EnrolAsync(member);
        await database.EndSessionsAsync(member.Id, SessionEnds.SecondFactorChanged, ct);
        var signedIn = await sessions.BeginAsync(http, member, staff.Roles, secondFactor: true, request.Language, ct);
        database.Enqueue(new SecurityNotice(member.Id, MailKind.AuthenticatorAdded, MailLanguage.Of(request.Language)), time.GetUtcNow());
        database.Audit(Actor.Staff(staff.Id), "staff.second_factor_enrolled", $"member:{staff.Id}", time.GetUtcNow(), found.Attempt.Network);
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(new Enrolled(signedIn, recoveryCodes));
    }

    /// <summary>Only with the password and a code, of the authenticator or for recovery. An admin has to enrol another before anything else.</summary>
    static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        PasswordAndCode request, StaffMember staff, HttpContext http, Credentials credentials, Authenticators authenticators, TicketingDbContext database,
        TimeProvider time, CancellationToken ct)
    {
        var shown = await credentials.CheckAgainAsync(SessionKind.Staff, staff.Id, request.Password, http, ct);
        if (shown is not { Member: { } member, Found: { } found })
            return shown.Refusal!;
        if (!member.TwoFactorEnabled)
            return Problem.Conflict("no_authenticator", "There is no authenticator.");
        if (await authenticators.CheckAsync(found, member, request.Code, recovery: true, request.Language, http, ct) is { } refusal)
            return refusal;

        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        await authenticators.RemoveAsync(member);
        await database.EndSessionsAsync(member.Id, SessionEnds.SecondFactorChanged, ct);
        database.Enqueue(new SecurityNotice(member.Id, MailKind.AuthenticatorRemoved, MailLanguage.Of(request.Language)), time.GetUtcNow());
        database.Audit(Actor.Staff(staff.Id), "staff.second_factor_removed", $"member:{staff.Id}", time.GetUtcNow(), found.Attempt.Network);
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    static ProblemHttpResult Enrolled() =>
        Problem.Conflict("authenticator_enrolled", "There is an authenticator already: remove it first, with a code of it.");
}

/// <param name="Language">Of the mail that tells of it: <c>ko</c>, unless it is <c>en</c>.</param>
sealed record PasswordAndCode(string? Password, string? Code, string? Language = null);

/// <param name="Session">Goes on instead of the one that asked.</param>
/// <param name="RecoveryCodes">Each good once, for who has lost the authenticator; not shown again.</param>
sealed record Enrolled(StaffSignedIn Session, IReadOnlyList<string> RecoveryCodes);
