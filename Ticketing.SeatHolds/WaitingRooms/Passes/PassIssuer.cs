using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Database;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.SeatHolds.WaitingRooms.Passes;

/// <summary>
/// Gives out leases. It keeps: customers inside never exceed the room's cap, and nobody gets in before their turn, whatever a
/// replica's memory believes: both are checked in the statement that makes the lease, one claim of a room at a time.
/// </summary>
sealed class PassIssuer(TicketingDbContext database, Leases leases, PlaceNumbers numbers, ClaimSlots slots, IOptions<WaitingRoomOptions> options)
{
    /// <exception cref="WaitingRoomUnavailableException">The database does not answer.</exception>
    public async Task<ClaimResult> ClaimAsync(ActiveWaitingRoom room, PlaceToken place, CancellationToken ct)
    {
        if (!room.IsOpen)
            return new ClaimResult.NotYet();

        var position = room.PositionOf(place.Number);
        if (leases.Find(room.Id, place.CustomerId) is not { Ended: false })
        {
            // From memory, as the customer was told: the impatient must not cost the database anything.
            if (position >= room.Row.AdmittedUpTo)
                return new ClaimResult.NotYet();
            if (await numbers.FindAsync(room.Id, place.CustomerId, ct) is { } number && number != place.Number)
                return new ClaimResult.Replaced();
        }

        using var slot = await slots.TakeAsync(ct);
        try
        {
            // What memory takes for lapsed has lapsed: no need to stand in line for the answer.
            return position < room.Row.LapsedUpTo ? await ExplainAsync(room.Id, place, position, ct) : await ClaimAsync(room.Id, place, position, ct);
        }
        catch (Exception e) when (DatabaseFailure.IsAbsence(e))
        {
            throw new WaitingRoomUnavailableException("The database does not answer.", e);
        }
    }

    async Task<ClaimResult> ClaimAsync(long roomId, PlaceToken place, long position, CancellationToken ct)
    {
        // Taken already, by this or an earlier place.
        if (await FindAsync(roomId, place.CustomerId, ct) is { } live)
            return new ClaimResult.Granted(live, IsNew: false);

        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        await database.LockAsync([$"waiting-room/{roomId}/claims"], ct);
        var lease = await MakeAsync(roomId, place, position, ct);
        if (lease is not null)
        {
            await transaction.CommitAsync(ct);
            return new ClaimResult.Granted(lease, IsNew: true);
        }

        await transaction.RollbackAsync(ct);
        return await ExplainAsync(roomId, place, position, ct);
    }

    async Task<Lease?> FindAsync(long roomId, Guid customerId, CancellationToken ct) =>
        (await database.Database.SqlQuery<Lease>(
            $"""
            SELECT id, room_id, customer_id, place, claimed_at, expires_at, false AS ended, changed_at
            FROM waiting_room_leases
            WHERE room_id = {roomId} AND customer_id = {customerId} AND ended_at IS NULL AND expires_at > now()
            ORDER BY expires_at DESC LIMIT 1
            """).ToListAsync(ct)).SingleOrDefault();

    /// <summary>
    /// Judges by the statement's time, not the transaction's, which may have waited for other claims. The lease begins after everything
    /// that the statement saw, so that the rows alone show that the cap was kept. A pass knows whole seconds.
    /// </summary>
    async Task<Lease?> MakeAsync(long roomId, PlaceToken place, long position, CancellationToken ct) =>
        (await database.Database.SqlQuery<Lease>(
            $"""
            INSERT INTO waiting_room_leases AS lease (id, room_id, customer_id, place, position, claimed_at, expires_at, changed_at)
            SELECT {Guid.CreateVersion7()}, room.id, {place.CustomerId}, {place.Number}, {position},
                clock_timestamp(), date_trunc('second', clock_timestamp() + {options.Value.PassDuration}), clock_timestamp()
            FROM waiting_rooms AS room
            WHERE room.id = {roomId} AND room.ended_at IS NULL AND room.started_at IS NOT NULL
                AND {position} >= room.lapsed_up_to AND {position} < room.admitted_up_to
                AND (SELECT count(*) FROM waiting_room_leases AS other
                    WHERE other.room_id = room.id AND other.ended_at IS NULL AND other.expires_at > statement_timestamp()) < room.cap
                AND NOT EXISTS (SELECT FROM waiting_room_leases AS own
                    WHERE own.room_id = room.id AND own.customer_id = {place.CustomerId} AND own.ended_at IS NULL AND own.expires_at > statement_timestamp())
            ON CONFLICT (room_id, place, customer_id) DO NOTHING
            RETURNING lease.id, lease.room_id, lease.customer_id, lease.place, lease.claimed_at, lease.expires_at, false AS ended, lease.changed_at
            """).ToListAsync(ct)).SingleOrDefault();

    async Task<ClaimResult> ExplainAsync(long roomId, PlaceToken place, long position, CancellationToken ct)
    {
        // A twin of this request was faster.
        if (await FindAsync(roomId, place.CustomerId, ct) is { } live)
            return new ClaimResult.Granted(live, IsNew: false);

        var reasons = await database.Database.SqlQuery<Reasons>(
            $"""
            SELECT {position} >= room.admitted_up_to AS early, {position} < room.lapsed_up_to AS lapsed,
                EXISTS (SELECT FROM waiting_room_leases WHERE room_id = {roomId} AND place = {place.Number} AND customer_id = {place.CustomerId}) AS ended
            FROM waiting_rooms AS room WHERE room.id = {roomId} AND room.ended_at IS NULL
            """).ToListAsync(ct);
        return reasons.SingleOrDefault() switch
        {
            null => new ClaimResult.RoomClosed(),
            { Early: true } => new ClaimResult.NotYet(),
            { Ended: true } => new ClaimResult.Ended(),
            { Lapsed: true } => new ClaimResult.Lapsed(),
            _ => new ClaimResult.Full(),
        };
    }

    sealed record Reasons(bool Early, bool Lapsed, bool Ended);
}

/// <summary>What came of a customer's asking for the pass that belongs to their place.</summary>
abstract record ClaimResult
{
    ClaimResult() { }

    /// <param name="IsNew">False where the pass had been taken before: it is the same lease again.</param>
    public sealed record Granted(Lease Lease, bool IsNew) : ClaimResult;

    public sealed record NotYet : ClaimResult;

    /// <summary>The turn was given on. The customer may join again.</summary>
    public sealed record Lapsed : ClaimResult;

    /// <summary>The lease of this place has ended, by buying or by its time. The customer may join again.</summary>
    public sealed record Ended : ClaimResult;

    /// <summary>The customer has another place by now, as after a Redis was emptied. Joining tells which.</summary>
    public sealed record Replaced : ClaimResult;

    /// <summary>The cap is reached for a moment, as after an outage or a lowered cap.</summary>
    public sealed record Full : ClaimResult;

    /// <summary>There is no such room any more: no pass is needed.</summary>
    public sealed record RoomClosed : ClaimResult;
}

/// <summary>
/// How many claims of this process are before the database at a time. Those of a room wait there for each other anyway; without
/// a bound a crowd of them would have all connections, and the queues' own steps none.
/// </summary>
sealed class ClaimSlots : IDisposable
{
    const int Count = 8;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly SemaphoreSlim free = new(Count);

    /// <summary>Dispose the answer to give the slot free.</summary>
    /// <exception cref="WaitingRoomUnavailableException">None has come free for too long.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken ct) =>
        await free.WaitAsync(Patience, ct) ? new Slot(free) : throw new WaitingRoomUnavailableException("Too many claims wait for the database.");

    public void Dispose() => free.Dispose();

    sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
