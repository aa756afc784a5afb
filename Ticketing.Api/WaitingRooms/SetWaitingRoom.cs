using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Audit;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.WaitingRooms;

namespace Ticketing.Api.WaitingRooms;

/// <summary>Switches a waiting room on or off, or leaves it to the load; seat-holds learns of it within a second.</summary>
sealed class SetWaitingRoom(TicketingDbContext database, TimeProvider clock)
{
    /// <summary>Who wins a race against load or another member of staff; losing it this often would be a mistake of ours.</summary>
    const int Attempts = 3;

    /// <returns>The room as it is now; null if it has opened and would have to open at another time.</returns>
    public async Task<WaitingRoom?> RunAsync(
        string? filmId, long? showingId, DateTimeOffset? saleOpensAt, WaitingRoomRequest request, Guid staffId, string? network, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(filmId, showingId, saleOpensAt, request, staffId, network, ct);
            }
            catch (DbUpdateException e) when (attempt < Attempts && (e.Violates(UniqueIndexes.FilmWaitingRoom) || e.Violates(UniqueIndexes.ShowingWaitingRoom)))
            {
                // Somebody else, or the load, has just made one: change that one.
                database.ChangeTracker.Clear();
            }
        }
    }

    async Task<WaitingRoom?> TryAsync(
        string? filmId, long? showingId, DateTimeOffset? saleOpensAt, WaitingRoomRequest request, Guid staffId, string? network, CancellationToken ct)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        // Seat-holds moves the row on every second: no change of either may be lost, and each writes its own columns.
        var room = await database.WaitingRooms
            .FromSql($"SELECT * FROM waiting_rooms WHERE (film_id = {filmId} OR showing_id = {showingId}) AND ended_at IS NULL FOR UPDATE")
            .AsTracking().SingleOrDefaultAsync(ct);
        var now = clock.GetUtcNow();
        if (room is { StartedAt: not null } && request.Mode is WaitingRoomMode.Off)
        {
            // A row is one opening to one end; that there shall be none from now on is another row.
            End(room, staffId, now);
            WriteDown("waiting_room.ended", room, staffId, network, now);
            await database.SaveChangesAsync(ct);
            room = null;
        }

        var isNew = room is null;
        room ??= new WaitingRoom
        {
            FilmId = filmId,
            ShowingId = showingId,
            Mode = WaitingRoomMode.Off,
            Cap = 1,
            RatePerSecond = 1,
            CreatedAt = now,
            CreatedBy = staffId,
        };
        if (request.OpensAt is { } wanted && room.OpenedAt is not null && wanted != room.OpensAt)
            return null;

        Apply(room, request, saleOpensAt, now);
        room.UpdatedAt = now;
        room.UpdatedBy = staffId;
        if (isNew)
            database.WaitingRooms.Add(room);
        // First, since a new room has its number by it.
        await database.SaveChangesAsync(ct);
        WriteDown(isNew ? "waiting_room.made" : "waiting_room.changed", room, staffId, network, now);
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return room;
    }

    static void Apply(WaitingRoom room, WaitingRoomRequest request, DateTimeOffset? saleOpensAt, DateTimeOffset now)
    {
        room.Mode = request.Mode!.Value;
        room.Cap = request.Cap ?? room.Cap;
        room.RatePerSecond = request.RatePerSecond ?? room.RatePerSecond;
        if (room.Mode is not WaitingRoomMode.On)
            return;

        room.StartedAt ??= now;
        if (room.OpenedAt is null)
            room.OpensAt = request.OpensAt?.ToUniversalTime() ?? room.OpensAt ?? (saleOpensAt > now ? saleOpensAt : null);
    }

    /// <summary>In the transaction of what it tells of: the room has the values of its last change alone.</summary>
    void WriteDown(string action, WaitingRoom room, Guid staffId, string? network, DateTimeOffset now) => database.Audit(
        Actor.Staff(staffId), action, $"waiting-room:{room.Id}", now, network,
        new { room.FilmId, room.ShowingId, Mode = room.Mode.ToString(), room.Cap, room.RatePerSecond, room.OpensAt });

    static void End(WaitingRoom room, Guid staffId, DateTimeOffset now)
    {
        room.EndedAt = now;
        room.UpdatedAt = now;
        room.UpdatedBy = staffId;
    }
}
