using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;

namespace Ticketing.Workers.Payments;

/// <summary>
/// One key signs; those before it verify until the last showing is over that they signed a ticket for. Which showings these are the
/// tickets themselves say, so whatever release issued them, and whenever a showing was moved, no good ticket loses its key.
/// </summary>
static class TicketKeyRotation
{
    /// <summary>Makes the signer's key the active one, and those that were before it verify as long as they have to.</summary>
    public static async Task ActivateTicketKeyAsync(this TicketingDbContext context, TicketSigner signer, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        await context.LockAsync(["ticket-keys"], ct);
        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO ticket_keys (id, public_key, created_at) VALUES ({signer.KeyId}, {signer.PublicKey}, {now})
            ON CONFLICT (id) DO UPDATE SET superseded_at = NULL WHERE ticket_keys.superseded_at IS NOT NULL
            """,
            ct);
        await context.Database.ExecuteSqlAsync(
            $"UPDATE ticket_keys SET superseded_at = {now} WHERE id <> {signer.KeyId} AND superseded_at IS NULL", ct);
        await context.ExtendSupersededTicketKeysAsync(now, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Has keys that no longer sign verify until the last showing of their tickets, as it is planned now, is over.</summary>
    public static async Task ExtendSupersededTicketKeysAsync(this TicketingDbContext context, DateTimeOffset now, CancellationToken ct)
    {
        if (!await context.TicketKeys.AnyAsync(key => key.SupersededAt != null, ct))
            return;

        // A code names its key between its first two dots.
        await context.Database.ExecuteSqlAsync(
            $"""
            UPDATE ticket_keys SET verifies_until = last.ends_at
            FROM (
                SELECT split_part(tickets.code, '.', 2) AS key_id, max(showings.ends_at) AS ends_at
                FROM showings
                JOIN bookings ON bookings.showing_id = showings.id
                JOIN tickets ON tickets.booking_id = bookings.id
                WHERE showings.ends_at > {now} AND tickets.cancelled_at IS NULL
                GROUP BY key_id
            ) AS last
            WHERE last.key_id = ticket_keys.id AND superseded_at IS NOT NULL AND (verifies_until IS NULL OR verifies_until < last.ends_at)
            """,
            ct);
    }
}

/// <summary>Showings are moved, and the release before this one may still sign.</summary>
sealed class TicketKeyUpkeep(TicketingDbContext context, TimeProvider time) : IPeriodicWork
{
    public static string Name => "ticket-keys";

    public Task RunAsync(CancellationToken ct) => context.ExtendSupersededTicketKeysAsync(time.GetUtcNow(), ct);
}

/// <summary>
/// Writes down the public half of the signing key, which from then on is the active one, before the first ticket is signed with it; not
/// when the process starts, since it may start in a region that stands by.
/// </summary>
sealed class TicketKeyPublication(TicketSigner signer, TimeProvider time)
{
    volatile bool isPublished;

    public async Task EnsureAsync(TicketingDbContext context, CancellationToken ct)
    {
        if (isPublished)
            return;

        await context.ActivateTicketKeyAsync(signer, time.GetUtcNow(), ct);
        isPublished = true;
    }
}
