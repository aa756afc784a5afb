using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.SeatHolds.WaitingRooms.Passes;

/// <summary>A lease as PostgreSQL told it.</summary>
sealed record Lease(Guid Id, long RoomId, Guid CustomerId, long Place, DateTimeOffset ClaimedAt, DateTimeOffset ExpiresAt, bool Ended, DateTimeOffset ChangedAt);

/// <summary>The newest lease of each customer in each room, in memory; bounded by the rooms' caps and what has ended in a pass's time.</summary>
sealed class Leases
{
    /// <summary>Longer than a turn can wait: until then it matters that a place's lease has been.</summary>
    static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);

    readonly ConcurrentDictionary<(long Room, Guid Customer), Lease> newest = new();

    /// <summary>When the newest of them changed, by PostgreSQL's clock.</summary>
    public DateTimeOffset KnownUpTo { get; private set; }

    public Lease? Find(long roomId, Guid customerId) => newest.GetValueOrDefault((roomId, customerId));

    public void Learn(Lease lease) =>
        newest.AddOrUpdate((lease.RoomId, lease.CustomerId), lease, (_, known) => IsOlder(known, lease) ? lease : known);

    public void Learn(IEnumerable<Lease> news, DateTimeOffset now)
    {
        foreach (var lease in news)
        {
            Learn(lease);
            if (lease.ChangedAt > KnownUpTo)
                KnownUpTo = lease.ChangedAt;
        }

        foreach (var (key, lease) in newest)
        {
            if (lease.ExpiresAt < now - Remembered)
                newest.TryRemove(key, out _);
        }
    }

    /// <summary>Whether the lease that a pass names still runs. One that is not known here yet is newer than the last news.</summary>
    /// <param name="holder">The pass's customer, or the member who that guest has become and whose the lease is then.</param>
    public bool Allow(Pass pass, Guid holder) =>
        (Find(pass.RoomId, holder) is { } own && own.Id == pass.LeaseId ? own : Find(pass.RoomId, pass.CustomerId)) is not { } known
        || (known.Id == pass.LeaseId ? !known.Ended : pass.ExpiresAt.AddSeconds(1) > known.ExpiresAt);

    /// <summary>An ended lease never runs again, in whatever order the news come.</summary>
    static bool IsOlder(Lease known, Lease other) => known.Id == other.Id ? !known.Ended : known.ClaimedAt <= other.ClaimedAt;
}

/// <summary>
/// Who has bought is no longer inside. A lease taken after the purchase is another visit: the inbox, not a comparison of our clock
/// with PostgreSQL's, keeps doubles of the message from ending it.
/// </summary>
sealed class BoughtLeases(TicketingDbContext database, TimeProvider clock) : IMessageHandler<BookingConfirmed>
{
    public async Task HandleAsync(BookingConfirmed message, MessageContext context, CancellationToken ct)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        if (!await database.TryRecordAsync(context, clock.GetUtcNow(), ct))
            return;

        await database.Database.ExecuteSqlAsync(
            $"""
            UPDATE waiting_room_leases AS lease SET ended_at = now(), changed_at = clock_timestamp()
            FROM bookings AS booking
            JOIN showings AS showing ON showing.id = booking.showing_id
            JOIN waiting_rooms AS room ON room.showing_id = showing.id OR room.film_id = showing.film_id
            WHERE booking.id = {message.BookingId} AND lease.room_id = room.id AND lease.customer_id = booking.customer_id AND lease.ended_at IS NULL
            """, ct);
        await transaction.CommitAsync(ct);
    }
}
