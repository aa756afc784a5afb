using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Ticketing.Core.Database;

/// <summary>PostgreSQL's advisory locks, by name: what must not happen twice at a time, whoever does it.</summary>
public static class AdvisoryLocks
{
    /// <summary>Waits for all names; the current transaction keeps them to its end. Nobody waits in a circle: the order is always the same.</summary>
    public static async Task LockAsync(this TicketingDbContext context, IEnumerable<string> names, CancellationToken ct)
    {
        var keys = names.Select(Key).Order().ToArray();
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(key) FROM unnest({keys}) WITH ORDINALITY AS names (key, place) ORDER BY place", ct);
    }

    /// <summary>
    /// Takes a name for as long as the answer is not disposed, or returns null where another has it. The context keeps its
    /// connection open meanwhile; when that breaks, PostgreSQL gives the name free.
    /// </summary>
    public static async Task<IAsyncDisposable?> TryOwnAsync(this TicketingDbContext context, string name, CancellationToken ct)
    {
        var key = Key(name);
        await context.Database.OpenConnectionAsync(ct);
        if (await context.Database.SqlQuery<bool>($"SELECT pg_try_advisory_lock({key}) AS \"Value\"").SingleAsync(ct))
            return new Ownership(context, key);

        await context.Database.CloseConnectionAsync();
        return null;
    }

    static long Key(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    sealed class Ownership(TicketingDbContext context, long key) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({key})");
            }
            finally
            {
                await context.Database.CloseConnectionAsync();
            }
        }
    }
}

public static class BookingLock
{
    /// <summary>
    /// Waits for whoever is changing the booking; the current transaction then has it alone. Read the booking after this, not before.
    /// </summary>
    public static Task LockBookingAsync(this TicketingDbContext context, Guid bookingId, CancellationToken ct) =>
        context.Database.ExecuteSqlAsync($"SELECT FROM bookings WHERE id = {bookingId} FOR UPDATE", ct);
}
