using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Customers;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Accounts;

/// <summary>A member's own sessions as a customer; those as staff are staff's endpoints'.</summary>
static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder accounts)
    {
        var sessions = accounts.MapGroup("/sessions");
        sessions.MapGet("/", List);
        sessions.MapPost("/revocation", RevokeOthers);
        sessions.MapPost("/{id:guid}/revocation", Revoke);
    }

    static async Task<Results<Ok<IReadOnlyList<SessionResponse>>, ProblemHttpResult>> List(
        Customer customer, HttpResponse response, MemberSessions sessions, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        return customer.IsMember
            ? TypedResults.Ok(await sessions.ListAsync(customer.Id, SessionKind.Customer, customer.SessionId, ct))
            : NoMember();
    }

    static async Task<Results<NoContent, ProblemHttpResult>> RevokeOthers(
        RevocationRequest request, Customer customer, HttpContext http, MemberSessions sessions, CancellationToken ct) => customer.IsMember
        ? await sessions.RevokeAsync(customer.Id, SessionKind.Customer, only: null, customer.SessionId, request, http, ct)
        : NoMember();

    static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        Guid id, RevocationRequest request, Customer customer, HttpContext http, MemberSessions sessions, CancellationToken ct) => customer.IsMember
        ? await sessions.RevokeAsync(customer.Id, SessionKind.Customer, id, customer.SessionId, request, http, ct)
        : NoMember();

    static ProblemHttpResult NoMember() => Problem.Forbidden("member_required", "Guests have no sessions.");
}
