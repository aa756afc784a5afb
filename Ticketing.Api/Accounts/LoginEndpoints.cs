using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Accounts;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Security;

namespace Ticketing.Api.Accounts;

/// <summary>Members sign in and out. Their sessions' rows say who did, when and from where.</summary>
static class LoginEndpoints
{
    public static async Task<Results<Ok<CustomerResponse>, ProblemHttpResult>> LogIn(
        LoginRequest request, HttpContext http, Credentials credentials, MemberSessions sessions, CustomerTokens tokens, TicketingDbContext database,
        SecurityEvents events, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        var shown = await credentials.CheckAsync(SessionKind.Customer, request.Email, request.Password, http, ct);
        if (shown is not { Member: { } member, Found: { } found })
            return shown.Refusal!;

        await credentials.SucceedAsync(found, ct);
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        if (!await credentials.StillHoldAsync(member, ct))
            return await credentials.FailAsync(found, "changed", ct);

        var session = await sessions.BeginAsync(http, member, SessionKind.Customer, CustomerTokens.Lifetime, secondFactor: false, request.Language, ct);
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        events.Record(SecurityEventKind.SignedIn, http, StatusCodes.Status200OK, "customer");
        return TypedResults.Ok(tokens.Issue(session, member.Email!).ToResponse(member.Id));
    }

    /// <summary>A guest has nothing to end, and is answered the same.</summary>
    public static async Task<NoContent> LogOut(Customer customer, TicketingDbContext database, CancellationToken ct)
    {
        if (customer.SessionId is { } session)
            await database.EndSessionAsync(session, SessionEnds.SignedOut, ct);
        return TypedResults.NoContent();
    }
}
