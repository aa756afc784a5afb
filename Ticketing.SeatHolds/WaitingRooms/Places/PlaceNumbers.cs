using System.Globalization;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Seats.Showings;

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

    static readonly string JoinScript = LuaText.Read<PlaceNumbers>("Join");
    static readonly string RaiseScript = LuaText.Read<PlaceNumbers>("Raise");

    /// <summary>After the last step of a room's queue, by when it has long ended.</summary>
    static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>With a Redis that others can do without.</summary>
    static readonly TimeSpan LittlePatience = TimeSpan.FromSeconds(1);

    readonly SharedCalls<(long Room, bool Lost), bool> raises = new();

    /// <summary>The customer's place, the same whenever asked.</summary>
    /// <param name="usedUp">A number of the customer's that is not worth anything any more.</param>
    /// <param name="brought">The number that the customer's own token says, or that of the guest that the customer was.</param>
    /// <exception cref="WaitingRoomUnavailableException">Redis, or the database when it is needed, does not answer.</exception>
    public async Task<long> JoinAsync(ActiveWaitingRoom room, Customer customer, long? usedUp, long? brought, CancellationToken ct)
    {
        // All that is known to be used: also the draw, should it have been made without Redis.
        var floor = Math.Max(room.Row.Places, room.Row.EarlyCount);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var (status, number) = await TryJoinAsync(room.Id, customer, floor, usedUp, brought);
            if (status is "kept" or "joined")
                return number;
            await raises.RunAsync((room.Id, status == "lost"), status == "lost" ? _ => RestoreAsync(room.Id, floor) : _ => RaiseAsync(room.Id, number), ct);
        }

        throw new WaitingRoomUnavailableException("Places go faster than their ceiling can be raised.");
    }

    /// <summary>
    /// How many numbers of each room were handed out, asked for all at once: null while Redis does not answer, 0 also if it has
    /// forgotten. What is asked for is kept.
    /// </summary>
    public async Task<IReadOnlyDictionary<long, long?>> CountAsync(IEnumerable<long> rooms, CancellationToken ct)
    {
        var counts = rooms.Select(async room => (Room: room, Count: await CountAsync(room, ct)));
        return (await Task.WhenAll(counts)).ToDictionary(room => room.Room, room => room.Count);
    }

    /// <summary>The number that the customer has; null if Redis knows none or does not answer.</summary>
    public Task<long?> FindAsync(long roomId, Guid customerId, CancellationToken ct) =>
        IfAnsweredAsync(async () => (long?)await redis.GetDatabase().HashGetAsync(PlacesOf(roomId), NameOf(customerId)), ct);

    Task<long?> CountAsync(long roomId, CancellationToken ct) =>
        IfAnsweredAsync(
            async () =>
            {
                var count = ReadAsync(roomId);
                await Task.WhenAll(count, KeepAsync(NumbersOf(roomId)), KeepAsync(PlacesOf(roomId)));
                return await count ?? 0;
            }, ct);

    Task<bool> KeepAsync(RedisKey key) => redis.GetDatabase().KeyExpireAsync(key, Kept);

    static async Task<long?> IfAnsweredAsync(Func<Task<long?>> call, CancellationToken ct)
    {
        try
        {
            return await call().WaitAsync(LittlePatience, ct);
        }
        catch (Exception e) when (e is TimeoutException || IsAbsence(e))
        {
            return null;
        }
    }

    async Task<long?> ReadAsync(long roomId) => (long?)await redis.GetDatabase().HashGetAsync(NumbersOf(roomId), "next");

    async Task<(string Status, long Number)> TryJoinAsync(long roomId, Customer customer, long floor, long? usedUp, long? brought)
    {
        var answer = await AnsweredAsync(() => redis.GetDatabase().ScriptEvaluateAsync(
            JoinScript,
            [NumbersOf(roomId), PlacesOf(roomId)],
            [NameOf(customer.Id), floor, usedUp ?? Unknown, brought ?? Unknown, customer.FormerGuestId is { } guest ? NameOf(guest) : ""]));
        return ((string)answer[0]!, (long)answer[1]);
    }

    /// <summary>More numbers, in PostgreSQL first.</summary>
    async Task<bool> RaiseAsync(long roomId, long reached)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        var raised = await SavedAsync(ct => database.Database.SqlQuery<long>(
            $"""
            UPDATE waiting_rooms SET places = greatest(places, {reached}), place_ceiling = greatest(place_ceiling, {reached} + {Headroom})
            WHERE id = {roomId} RETURNING place_ceiling AS "Value"
            """).ToListAsync(ct));
        await TellAsync(roomId, 0, raised.Single());
        return true;
    }

    /// <summary>Goes on from the ceiling. What was between the last known number and it is lost.</summary>
    public async Task<bool> RestoreAsync(long roomId, long floor)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        await using var owner = await SavedAsync(ct => database.TryOwnAsync($"waiting-room/{roomId}/numbers", ct));
        if (owner is null)
        {
            // Another replica is at it.
            await Task.Delay(TimeSpan.FromMilliseconds(20));
            return false;
        }

        if (await AnsweredAsync(() => ReadAsync(roomId)) is { } next && next >= floor)
            return true;

        var restored = await SavedAsync(ct => database.Database.SqlQuery<Numbers>(
            $"""
            UPDATE waiting_rooms SET
                holes = CASE WHEN place_ceiling > places THEN holes || ARRAY[places, place_ceiling] ELSE holes END,
                places = place_ceiling,
                place_ceiling = place_ceiling + {Headroom}
            WHERE id = {roomId} RETURNING places AS next, place_ceiling AS ceiling
            """).ToListAsync(ct));
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

    /// <param name="call">Over when this is: it works on a context that somebody else gets next.</param>
    static async Task<T> SavedAsync<T>(Func<CancellationToken, Task<T>> call)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await call(patience.Token);
        }
        catch (Exception e) when (patience.IsCancellationRequested || DatabaseFailure.IsAbsence(e))
        {
            throw new WaitingRoomUnavailableException("The database does not answer.", e);
        }
    }

    static bool IsAbsence(Exception e) => e is RedisConnectionException or RedisTimeoutException or RedisServerException;

    static string NameOf(Guid customerId) => customerId.ToString("N", CultureInfo.InvariantCulture);

    static RedisKey NumbersOf(long roomId) => string.Create(CultureInfo.InvariantCulture, $"waiting-room:{{{roomId}}}:numbers");

    static RedisKey PlacesOf(long roomId) => string.Create(CultureInfo.InvariantCulture, $"waiting-room:{{{roomId}}}:places");

    sealed record Numbers(long Next, long Ceiling);
}
