using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Ticketing.Api.Accounts;
using Ticketing.Api.Audit;
using Ticketing.Api.Edges;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Security;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Staff;

/// <summary>Staff sign in and out: a session of its own, apart from that of the customer whom they may be as well.</summary>
static class StaffSignInEndpoints
{
    public static void MapStaffSignIn(this IEndpointRouteBuilder routes)
    {
        var staff = routes.MapGroup("/api/staff").WithTags("Staff");
        staff.MapPost("/sign-in", SignIn).RequireRateLimiting(RateLimits.Accounts).AllowAnonymous()
            .ShowsNoPersonalData("Oneself; each sign-in is a row of its own.");
        staff.MapPost("/sign-out", SignOut).RequireStaffSession().ShowsNoPersonalData("Nothing; it is a row of its own.");
        staff.MapGet("/session", Show).RequireStaffSession().ShowsNoPersonalData("Oneself.");
        staff.MapOwnAccount();
        staff.MapAuthenticators();
        staff.MapLockOuts();
    }

    /// <summary>
    /// 401 <c>login_failed</c>; with the right password of somebody who has an authenticator, and no good code of it, 401
    /// <c>code_required</c> or <c>code_wrong</c>, which count like wrong passwords.
    /// </summary>
    static async Task<Results<Ok<StaffSignedIn>, ProblemHttpResult>> SignIn(
        StaffSignInRequest request, HttpContext http, Credentials credentials, StaffSessions sessions, Authenticators authenticators, UserManager<Member> members,
        TicketingDbContext database, TimeProvider time, SecurityEvents events, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        var shown = await credentials.CheckAsync(SessionKind.Staff, request.Email, request.Password, http, ct, request.Device);
        if (shown is not { Member: { } member, Found: { } found })
            return shown.Refusal!;

        string[] roles = [.. (await members.GetRolesAsync(member)).Where(Roles.OfStaff.Contains)];
        if (roles is [])
            return await credentials.FailAsync(found, "no_staff", ct);
        if (member.TwoFactorEnabled)
        {
            if (string.IsNullOrWhiteSpace(request.Code))
                return await credentials.FailAsync(found, "no_code", ct, "code_required");
            if (await authenticators.CheckAsync(found, member, request.Code, recovery: true, request.Language, http, ct) is { } refusal)
                return refusal;
        }
        else
        {
            await credentials.SucceedAsync(found, ct);
        }

        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        if (!await credentials.StillHoldAsync(member, ct))
            return await credentials.FailAsync(found, "changed", ct);

        var signedIn = await sessions.BeginAsync(http, member, roles, secondFactor: member.TwoFactorEnabled, request.Language, ct);
        database.Audit(
            Actor.Staff(member.Id), "staff.signed_in", $"member:{member.Id}", time.GetUtcNow(), found.Attempt.Network, new { signedIn.Roles, signedIn.SecondFactor });
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        events.Record(SecurityEventKind.SignedIn, http, StatusCodes.Status200OK, "staff");
        return TypedResults.Ok(signedIn);
    }

    static async Task<NoContent> SignOut(StaffMember staff, HttpContext http, TicketingDbContext database, TimeProvider time, CancellationToken ct)
    {
        await database.EndSessionAsync(staff.SessionId, SessionEnds.SignedOut, ct);
        database.Audit(Actor.Staff(staff.Id), "staff.signed_out", $"member:{staff.Id}", time.GetUtcNow(), ClientNetwork.Of(http)?.ToString());
        await database.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    static Ok<StaffSessionResponse> Show(StaffMember staff, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new StaffSessionResponse(staff.Email, staff.Roles, staff.SecondFactor, !staff.MayWork));
    }
}

/// <param name="Code">Of the authenticator, or a recovery code; from who has one.</param>
/// <param name="Device">As the last sign-in there was answered; what is none is as good as none.</param>
/// <param name="Language">Of mails about the sign-in: <c>ko</c>, unless it is <c>en</c>.</param>
sealed record StaffSignInRequest(string? Email, string? Password, string? Code, string? Device = null, string? Language = null);

sealed record StaffSessionResponse(string Email, IReadOnlyList<string> Roles, bool SecondFactor, bool MustEnrol);
