using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Bookings.Door;
using Ticketing.Core.Database;

namespace Ticketing.Api.Tickets;

/// <summary>With which anybody can check a ticket's code, and a door its list, without asking us. Each kind of key verifies its own kind only.</summary>
static class TicketKeyEndpoints
{
    public static void MapTicketKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ticket-keys", List).WithTags("Tickets");
        routes.MapGet("/api/ticket-list-keys", ListOfLists).WithTags("Tickets");
    }

    /// <summary>The active key first. Those that are retired are left out.</summary>
    static async Task<Ok<TicketKeyResponse[]>> List(TicketingDbContext context, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var keys = await context.TicketKeys.AsNoTracking().ToListAsync(ct);
        return TypedResults.Ok(keys.Where(key => !key.IsRetired(now))
            .OrderBy(key => key.SupersededAt is not null).ThenByDescending(key => key.CreatedAt).Select(key => key.ToResponse()).ToArray());
    }

    static Ok<TicketListKey[]> ListOfLists(TicketListSigner signer) => TypedResults.Ok<TicketListKey[]>([signer.Key]);
}

static class TicketKeyResponses
{
    public static TicketKeyResponse ToResponse(this TicketKey key) => key.SupersededAt is null
        ? new(key.Id, key.PublicKey, TicketKeyStatus.Active, null)
        : new(key.Id, key.PublicKey, TicketKeyStatus.VerifyOnly, key.VerifiesUntil);
}
