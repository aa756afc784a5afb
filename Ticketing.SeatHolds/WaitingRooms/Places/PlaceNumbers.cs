using System.Globalization;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;
using Ticketing.Core.Database;
using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.WaitingRooms.Places;

/// <summary>
/// Hands out places' numbers from Redis, one per customer. PostgreSQL has only a ceiling, raised every <see cref="Headroom"/>
/// numbers before they are used: after an emptied Redis the numbers go on from there, above everything handed out.
/// </summary>
sealed class PlaceNumbers(IConnectionMultiplexer redis, IServiceScopeFactory scopes)
{
    /// <summary>Numbers that can be lost with a Redis, at most.</summary>
    public const long Headroom = 1000;

    const long Unknown = -1;

    static readonly string JoinScript = EmbeddedText.Read("WaitingRooms.Places.Join.lua");
    static readonly string RaiseScript = EmbeddedText.Read("WaitingRooms.Places.Raise.lua");

    /// <summary>After the last of the joins of a room that has long ended.</summary>
    static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly SharedCalls<(long Room, bool Lost), bool> raises = new();

    /// <summary>The customer's place, the same whenever asked.</summary>
    /// <param name="usedUp">A number of the customer's that is not worth anything any more.</param>
    /// <param name="brought">The number that the customer's own token says.</param>
    /// <exception cref="WaitingRoomUnavailableException">Redis, or the database when it is needed, does not answer.</exception>
    public async Task<long> JoinAsync(Room room, Guid customerId, long? usedUp, long? brought, CancellationToken ct)
    {
        // All that is known to be used: also the draw, should it have been made without Redis.
        var floor = Math.Max(room.Row.Places, room.Row.EarlyCount);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var (status, number) = await TryJoinAsync(room.Id, customerId, floor, usedUp, brought);
            if (status is "kept" or "joined")
                return number;
            await raises.RunAsync((room.Id, status == "lost"), status == "lost" ? _ => RestoreAsync(room.Id, floor) : _ => RaiseAsync(room.Id, number), ct);
        }

        throw new WaitingRoomUnavailableException("Places go faster than their ceiling can be raised.");
    }

    /// <summary>How many numbers were handed out; null while Redis does not answer, 0 also if it has forgotten.</summary>
    public async Task<long?> CountAsync(long roomId)
    {
        try
        {
            return await ReadAsync(roomId) ?? 0;
        }
        catch (Exception e) when (IsAbsence(e))
        {
            return null;
        }
    }

    async Task<long?> ReadAsync(long roomId) => (long?)await redis.GetDatabase().HashGetAsync(NumbersOf(roomId), "next");

    async Task<(string Status, long Number)> TryJoinAsync(long roomId, Guid customerId, long floor, long? usedUp, long? brought)
    {
        var answer = await AnsweredAsync(() => redis.GetDatabase().ScriptEvaluateAsync(
            JoinScript,
            [NumbersOf(roomId), PlacesOf(roomId)],
            [customerId.ToString("N", CultureInfo.InvariantCulture), floor, usedUp ?? Unknown, brought ?? Unknown]));
        return ((string)answer[0]!, (long)answer[1]);
    }

    /// <summary>More numbers, in PostgreSQL first.</summary>
    async Task<bool> RaiseAsync(long roomId, long reached)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        var raised = await SavedAsync(() => database.Database.SqlQuery<long>(
            $"""
            UPDATE waiting_rooms SET place_ceiling = greatest(place_ceiling, {reached} + {Headroom})
            WHERE id = {roomId} RETURNING place_ceiling AS "Value"
            """).ToListAsync());
        await TellAsync(roomId, 0, raised.Single());
        return true;
    }

    /// <summary>Goes on from the ceiling. What was between the last known number and it is a hole in the order.</summary>
    public async Task<bool> RestoreAsync(long roomId, long floor)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        await using var owner = await SavedAsync(() => database.TryOwnAsync($"waiting-room/{roomId}/numbers", CancellationToken.None));
        if (owner is null)
        {
            // Another replica is at it.
            await Task.Delay(TimeSpan.FromMilliseconds(20));
            return false;
        }

        if (await AnsweredAsync(() => ReadAsync(roomId)) is { } next && next >= floor)
            return true;

        var restored = await SavedAsync(() => database.Database.SqlQuery<Numbers>(
            $"""
            UPDATE waiting_rooms SET
                holes = CASE WHEN place_ceiling > places THEN holes || ARRAY[places, place_ceiling] ELSE holes END,
                places = place_ceiling,
                place_ceiling = place_ceiling + {Headroom}
            WHERE id = {roomId} RETURNING places AS next, place_ceiling AS ceiling
            """).ToListAsync());
        await TellAsync(roomId, restored.Single().Next, restored.Single().Ceiling);
        return true;
    }

    Task<RedisResult> TellAsync(long roomId, long next, long ceiling) =>
        AnsweredAsync(() => redis.GetDatabase().ScriptEvaluateAsync(
            RaiseScript, [NumbersOf(roomId), PlacesOf(roomId)], [next, ceiling, (long)Kept.TotalMilliseconds]));

    static async Task<T> AnsweredAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (IsAbsence(e))
        {
            throw new WaitingRoomUnavailableException("Redis does not answer.", e);
        }
    }

    static async Task<T> SavedAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().WaitAsync(Patience);
        }
        catch (Exception e) when (DatabaseFailure.IsAbsence(e))
        {
            throw new WaitingRoomUnavailableException("The database does not answer.", e);
        }
    }

    static bool IsAbsence(Exception e) => e is RedisConnectionException or RedisTimeoutException or RedisServerException;

    static RedisKey NumbersOf(long roomId) => string.Create(CultureInfo.InvariantCulture, $"waiting-room:{{{roomId}}}:numbers");

    static RedisKey PlacesOf(long roomId) => string.Create(CultureInfo.InvariantCulture, $"waiting-room:{{{roomId}}}:places");

    sealed record Numbers(long Next, long Ceiling);
}
