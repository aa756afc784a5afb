using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Api.Accounts;
using Ticketing.Api.Audit;
using Ticketing.Api.Edges;

namespace Ticketing.Api.Staff;

/// <summary>A member of staff's own password and sessions as staff; an admin's without a second factor too.</summary>
static class OwnAccountEndpoints
{
    public static void MapOwnAccount(this IEndpointRouteBuilder staff)
    {
        const string Why = "Oneself.";
        var own = staff.MapGroup("/").RequireRateLimiting(RateLimits.Accounts).RequireStaffSession();
        own.MapPost("/password", ChangePassword).ShowsNoPersonalData(Why);
        own.MapGet("/sessions", List).ShowsNoPersonalData(Why);
        own.MapPost("/sessions/revocation", RevokeOthers).ShowsNoPersonalData(Why);
        own.MapPost("/sessions/{id:guid}/revocation", Revoke).ShowsNoPersonalData(Why);
    }

    static Task<Results<NoContent, ProblemHttpResult>> ChangePassword(
        PasswordRequest request, StaffMember staff, HttpContext http, ChangePassword change, CancellationToken ct) =>
        change.HandleAsync(SessionKind.Staff, staff.Id, staff.SessionId, request, http, ct);

    static async Task<Ok<IReadOnlyList<SessionResponse>>> List(StaffMember staff, HttpResponse response, MemberSessions sessions, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await sessions.ListAsync(staff.Id, SessionKind.Staff, staff.SessionId, ct));
    }

    static Task<Results<NoContent, ProblemHttpResult>> RevokeOthers(
        RevocationRequest request, StaffMember staff, HttpContext http, MemberSessions sessions, CancellationToken ct) =>
        sessions.RevokeAsync(staff.Id, SessionKind.Staff, only: null, staff.SessionId, request, http, ct);

    static Task<Results<NoContent, ProblemHttpResult>> Revoke(
        Guid id, RevocationRequest request, StaffMember staff, HttpContext http, MemberSessions sessions, CancellationToken ct) =>
        sessions.RevokeAsync(staff.Id, SessionKind.Staff, id, staff.SessionId, request, http, ct);
}
