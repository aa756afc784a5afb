using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Database;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.SeatHolds.WaitingRooms.Admission;

/// <summary>
/// One step of a room's queue, by whichever replica gets the room's row. It keeps: leases in use + turns not taken yet never exceed
/// the cap, and turns come in the published order. All times are PostgreSQL's.
/// </summary>
sealed class QueueStep(IServiceScopeFactory scopes, PlaceNumbers numbers, IOptions<WaitingRoomOptions> options, WaitingRoomMetrics metrics)
{
    const int SeedSize = 32;

    /// <summary>So many steps left out are an outage, not a busy machine.</summary>
    const int Pause = 5;

    const string Due = WaitingRoomRow.Select + "AND room.id = {0} AND room.advanced_at <= now() - {1} FOR UPDATE OF room SKIP LOCKED";

    /// <summary>Does nothing where it is not due, another replica is at it, or the room has ended.</summary>
    /// <param name="count">How many numbers Redis has handed out; null if it did not answer, 0 also if it has forgotten.</param>
    public async Task RunAsync(ActiveWaitingRoom known, long? count, CancellationToken ct)
    {
        // Before the row is locked, so that a silent Redis keeps nobody from it.
        count = await RemindAsync(known, count);
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        if (await LockAsync(database, known.Id, ct) is not { } row)
            return;

        await EndLeasesAsync(database, row.Id, ct);
        if (await EndIfOverAsync(database, row, ct))
        {
            await transaction.CommitAsync(ct);
            return;
        }

        row = row with { Places = Math.Max(row.Places, count ?? 0) };
        if (row.Seed is null && !(row.OpensAt > row.Now))
            row = Open(row, await CountNowAsync(row, ct));
        if (row.Seed is null)
            await SavePlacesAsync(database, row, ct);
        else
            await AdvanceAsync(database, new ActiveWaitingRoom(row, known), ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A Redis that has forgotten is reminded, and its count is worth nothing.</summary>
    async Task<long?> RemindAsync(ActiveWaitingRoom room, long? count)
    {
        if (count is null || IsCredible(room.Row, count.Value))
            return count;

        try
        {
            await numbers.RestoreAsync(room.Id, FloorOf(room.Row));
        }
        catch (WaitingRoomUnavailableException)
        {
            // Gone again: the queue moves on with the places that PostgreSQL knows, and the next step asks again.
        }

        return null;
    }

    /// <summary>At the opening the round's count is too old: whoever has joined since takes part in the draw.</summary>
    async Task<long?> CountNowAsync(WaitingRoomRow row, CancellationToken ct) =>
        (await numbers.CountAsync([row.Id], ct))[row.Id] is { } count && IsCredible(row, count) ? count : null;

    /// <summary>One that has forgotten says less than is known.</summary>
    static bool IsCredible(WaitingRoomRow row, long count) => count >= FloorOf(row) && (count > 0 || row.PlaceCeiling == 0);

    static long FloorOf(WaitingRoomRow row) => Math.Max(row.Places, row.EarlyCount);

    async Task<WaitingRoomRow?> LockAsync(TicketingDbContext database, long roomId, CancellationToken ct)
    {
        // A little less than the interval, since no timer is exact.
        var interval = options.Value.StepInterval * 0.8;
        return (await database.Database.SqlQueryRaw<WaitingRoomRow>(Due, roomId, interval).ToListAsync(ct)).SingleOrDefault();
    }

    /// <summary>Gives back what was not given back by buying.</summary>
    static Task<int> EndLeasesAsync(TicketingDbContext database, long roomId, CancellationToken ct) =>
        database.Database.ExecuteSqlAsync(
            $"""
            UPDATE waiting_room_leases SET ended_at = expires_at, changed_at = clock_timestamp()
            WHERE room_id = {roomId} AND ended_at IS NULL AND expires_at <= now()
            """, ct);

    /// <summary>
    /// A room goes when there is nothing to sell any more, or, if it came by itself, when nobody needs it. What staff had prepared
    /// for the load is prepared again.
    /// </summary>
    async Task<bool> EndIfOverAsync(TicketingDbContext database, WaitingRoomRow row, CancellationToken ct)
    {
        var ended = await database.Database.ExecuteSqlAsync(
            $"""
            UPDATE waiting_rooms AS room SET ended_at = now(), updated_at = now()
            WHERE room.id = {row.Id}
                AND (EXISTS (SELECT FROM showings WHERE id = room.showing_id AND (cutoff_at <= now() OR cancelled_at IS NOT NULL))
                    OR (room.mode = 'Automatic' AND room.admitted_up_to >= room.places AND room.busy_at <= now() - {options.Value.QuietFor}))
            """, ct);
        if (ended > 0)
        {
            await database.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO waiting_rooms (film_id, showing_id, mode, cap, rate_per_second, created_by, updated_by)
                SELECT film_id, showing_id, mode, cap, rate_per_second, created_by, updated_by
                FROM waiting_rooms WHERE id = {row.Id} AND mode = 'Automatic' AND created_by IS NOT NULL
                ON CONFLICT DO NOTHING
                """, ct);
        }

        return ended > 0;
    }

    /// <summary>
    /// Fixes how many take part in the draw, and draws. A number below this was handed out before now, one from it on will be after:
    /// reading Redis' counter once is the cut. Without Redis the ceiling is, which no number handed out has reached.
    /// </summary>
    static WaitingRoomRow Open(WaitingRoomRow row, long? count)
    {
        var early = count ?? row.PlaceCeiling;
        return row with
        {
            Seed = RandomNumberGenerator.GetBytes(SeedSize),
            EarlyCount = early,
            OpenedAt = row.Now,
            LostNumbers = early > row.Places ? [.. row.LostNumbers, row.Places, early] : row.LostNumbers,
            Places = Math.Max(row.Places, early),
            AdvancedAt = row.Now,
        };
    }

    static Task<int> SavePlacesAsync(TicketingDbContext database, WaitingRoomRow row, CancellationToken ct) =>
        database.Database.ExecuteSqlAsync(
            $"UPDATE waiting_rooms SET places = greatest(places, {row.Places}), advanced_at = now() WHERE id = {row.Id}", ct);

    /// <summary>
    /// A turn lapses when its customer does not come, not when the customer cannot: the time in which no queue moved, as when PostgreSQL
    /// was away, does not count, nor that in which it is full inside, as after a lowered cap.
    /// </summary>
    Task<int> PutOffLapsingAsync(TicketingDbContext database, WaitingRoomRow row, CancellationToken ct)
    {
        var since = row.Now - row.AdvancedAt;
        var stoodStill = since > Pause * options.Value.StepInterval;
        return database.Database.ExecuteSqlAsync(
            $"""
            UPDATE waiting_room_admissions SET lapses_at = lapses_at + {since}
            WHERE room_id = {row.Id} AND up_to > {row.LapsedUpTo}
                AND ({stoodStill} OR {row.Cap} <= (SELECT count(*) FROM waiting_room_leases WHERE room_id = {row.Id} AND ended_at IS NULL))
            """, ct);
    }

    async Task AdvanceAsync(TicketingDbContext database, ActiveWaitingRoom room, CancellationToken ct)
    {
        var row = room.Row;
        await PutOffLapsingAsync(database, row, ct);
        var inside = await Occupancy.ReadAsync(database, row, ct);
        var plan = AdmissionPlan.Of(room, inside, options.Value);
        await database.Database.ExecuteSqlAsync(
            $"""
            UPDATE waiting_rooms SET
                seed = {row.Seed}, early_count = {row.EarlyCount}, opened_at = {row.OpenedAt},
                holes = {row.LostNumbers}, places = greatest(places, {row.Places}),
                admitted_up_to = {plan.UpTo}, lapsed_up_to = {inside.LapsedUpTo},
                budget = {plan.Budget}, admission_rate = {plan.Rate}, leases_in_use = {inside.Leases}, unclaimed = {plan.Unclaimed},
                busy_at = CASE WHEN {row.Places > plan.UpTo} THEN now() ELSE busy_at END,
                advanced_at = {row.Now}
            WHERE id = {row.Id}
            """, ct);
        if (plan.UpTo > row.AdmittedUpTo)
            await RecordAsync(database, row, plan, ct);
        metrics.Advanced(row.Id, plan.Admitted, inside.LapsedUpTo - row.LapsedUpTo);
    }

    /// <summary>At an instant after all that the plan saw, so that the rows alone show that the cap was kept.</summary>
    Task<int> RecordAsync(TicketingDbContext database, WaitingRoomRow row, AdmissionPlan plan, CancellationToken ct) =>
        database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO waiting_room_admissions (room_id, from_position, up_to, admitted_at, lapses_at)
            VALUES ({row.Id}, {row.AdmittedUpTo}, {plan.UpTo}, clock_timestamp(), clock_timestamp() + {options.Value.UnclaimedAfter})
            """, ct);
}
