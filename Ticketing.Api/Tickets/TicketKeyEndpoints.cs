using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
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
            .OrderBy(key => key.SupersededAt is not null).ThenByDescending(key => key.CreatedAt).Select(TicketKeyResponse.Of).ToArray());
    }

    static Ok<TicketListKey[]> ListOfLists(TicketListSigner signer) => TypedResults.Ok<TicketListKey[]>([signer.Key]);
}

/// <param name="PublicKey">ECDSA P-256, PEM.</param>
/// <param name="VerifiesUntil">From then on nothing that it signed is good; null while it is active.</param>
sealed record TicketKeyResponse(string Id, string PublicKey, TicketKeyStatus Status, DateTimeOffset? VerifiesUntil)
{
    public static TicketKeyResponse Of(TicketKey key) => key.SupersededAt is null
        ? new(key.Id, key.PublicKey, TicketKeyStatus.Active, null)
        : new(key.Id, key.PublicKey, TicketKeyStatus.VerifyOnly, key.VerifiesUntil);
}

enum TicketKeyStatus
{
    /// <summary>New tickets are signed with it.</summary>
    Active,

    /// <summary>Good for what it has signed.</summary>
    VerifyOnly,
}
