using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Audit;
using Ticketing.Api.Bookings;
using Ticketing.Core.Accounts;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Security;
using Ticketing.ServiceDefaults;
using Actor = Ticketing.Core.Bookings.Actor;

namespace Ticketing.Api.Accounts;

/// <summary>Members sign in and out. Their sessions' rows say who did, when and from where.</summary>
static class LoginEndpoints
{
    /// <param name="customer">Who asks: what a guest has goes with the member.</param>
    public static async Task<Results<Ok<CustomerResponse>, ProblemHttpResult>> LogIn(
        LoginRequest request, Customer? customer, HttpContext http, Credentials credentials, MemberSessions sessions, CustomerTokens tokens, TicketingDbContext database,
        SecurityEvents events, TimeProvider time, CancellationToken ct)
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
        // A member who signs in once more goes on with what the guest of before holds.
        var guest = customer is { IsMember: false } ? customer.Id : customer?.Id == member.Id ? customer.FormerGuestId : null;
        if (guest is { } former)
            await TakeOverAsync(former, member.Id, http, database, time, ct);
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        events.Record(SecurityEventKind.SignedIn, http, StatusCodes.Status200OK, "customer");
        return TypedResults.Ok(CustomerResponse.Of(member.Id, tokens.Issue(session, member.Email!, guest)));
    }

    /// <summary>
    /// What the guest booked in this browser is the member's from now on, also after signing out and on other devices; so is the guest's
    /// time behind a waiting room. Seats that the guest holds, and places in line, need no move: the token says who the member was.
    /// </summary>
    static async Task TakeOverAsync(Guid guest, Guid member, HttpContext http, TicketingDbContext database, TimeProvider time, CancellationToken ct)
    {
        // A booking that the guest is placing at this moment comes first, so that it is seen here.
        await database.LockAsync([PlaceBooking.LockOfPending(guest)], ct);
        var bookings = await database.Bookings.Where(booking => booking.CustomerId == guest)
            .ExecuteUpdateAsync(booking => booking.SetProperty(own => own.CustomerId, member), ct);
        await database.Database.ExecuteSqlAsync(
            $"""
            UPDATE waiting_room_leases AS lease SET customer_id = {member}, changed_at = clock_timestamp()
            WHERE customer_id = {guest} AND ended_at IS NULL AND expires_at > now() AND NOT EXISTS (
                SELECT FROM waiting_room_leases AS own WHERE own.room_id = lease.room_id AND own.customer_id = {member} AND own.ended_at IS NULL AND own.expires_at > now())
            """,
            ct);
        if (bookings > 0)
            database.Audit(Actor.Customer(member), "member.guest_bookings_taken", $"member:{member}", time.GetUtcNow(), ClientNetwork.Of(http)?.ToString(), new { guest, bookings });
    }

    /// <summary>A guest has nothing to end, and is answered the same.</summary>
    public static async Task<NoContent> LogOut(Customer customer, TicketingDbContext database, CancellationToken ct)
    {
        if (customer.SessionId is { } session)
            await database.EndSessionAsync(session, SessionEnds.SignedOut, ct);
        return TypedResults.NoContent();
    }
}

/// <param name="Language">Of the mail that tells of a sign-in from somewhere new: <c>ko</c>, unless it is <c>en</c>.</param>
sealed record LoginRequest(string? Email, string? Password, string? Language = null);
