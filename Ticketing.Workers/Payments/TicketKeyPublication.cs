using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;

namespace Ticketing.Workers.Payments;

/// <summary>
/// Writes down the public half of the signing key before the first ticket is signed with it; not when the process starts, since it
/// may start in a region that stands by.
/// </summary>
sealed class TicketKeyPublication(TicketSigner signer, TimeProvider time)
{
    volatile bool isPublished;

    public async Task EnsureAsync(TicketingDbContext context, CancellationToken ct)
    {
        if (isPublished)
            return;

        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO ticket_keys (id, public_key, created_at) VALUES ({signer.KeyId}, {signer.PublicKey}, {time.GetUtcNow()})
            ON CONFLICT (id) DO NOTHING
            """,
            ct);
        isPublished = true;
    }
}
