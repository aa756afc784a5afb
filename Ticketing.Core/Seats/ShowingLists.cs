using StackExchange.Redis;

namespace Ticketing.Core.Seats;

/// <summary>The showings that Redis has, in the order in which they are to be looked after.</summary>
static class ShowingLists
{
    /// <summary>By the instant when they are due for a sweep.</summary>
    public static readonly RedisKey Sweeps = "showings:sweeps";

    /// <summary>By the instant when they are due to be compared with PostgreSQL.</summary>
    public static readonly RedisKey Reconciliations = "showings:reconciliations";

    /// <summary>Makes the showing due for both, unless it is on the lists.</summary>
    public static Task AddAsync(IDatabaseAsync redis, long showingId) =>
        Task.WhenAll(
            redis.SortedSetAddAsync(Sweeps, showingId, 0, When.NotExists), redis.SortedSetAddAsync(Reconciliations, showingId, 0, When.NotExists));

    public static Task RemoveAsync(IDatabaseAsync redis, long showingId) =>
        Task.WhenAll(redis.SortedSetRemoveAsync(Sweeps, showingId), redis.SortedSetRemoveAsync(Reconciliations, showingId));
}
