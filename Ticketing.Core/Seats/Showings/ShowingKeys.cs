using System.Globalization;
using StackExchange.Redis;

namespace Ticketing.Core.Seats.Showings;

static class ShowingKeys
{
    /// <summary>Held by whoever is building the showing.</summary>
    public static RedisKey Builder(long showingId) => string.Create(CultureInfo.InvariantCulture, $"showing:{{{showingId}}}:builder");

    /// <summary>The keys of a showing in the order of <c>Showing.lua</c>. They share a hash tag, so that one script may use them all.</summary>
    public static RedisKey[] Of(long showingId)
    {
        var showing = string.Create(CultureInfo.InvariantCulture, $"showing:{{{showingId}}}");
        return [showing, showing + ":deadlines"];
    }
}

/// <summary>The showings that Redis has, in the order in which they are to be looked after.</summary>
public static class ShowingLists
{
    static readonly string ClaimScript = LuaText.Read<ShowingScript>("Claim");

    /// <summary>By the instant when they are due for a sweep.</summary>
    public static readonly RedisKey Sweeps = "showings:sweeps";

    /// <summary>By the instant when they are due to be compared with PostgreSQL.</summary>
    public static readonly RedisKey Reconciliations = "showings:reconciliations";

    /// <summary>Showings of a list that are due, for the caller alone to look after until the lease is over.</summary>
    public static async Task<long[]> ClaimAsync(IDatabaseAsync redis, RedisKey list, int most, TimeSpan lease) =>
        (long[])(await redis.ScriptEvaluateAsync(ClaimScript, [list], [most, (long)lease.TotalMilliseconds]))!;

    /// <summary>Makes the showing due for both, unless it is on the lists.</summary>
    public static Task AddAsync(IDatabaseAsync redis, long showingId) =>
        Task.WhenAll(
            redis.SortedSetAddAsync(Sweeps, showingId, 0, When.NotExists), redis.SortedSetAddAsync(Reconciliations, showingId, 0, When.NotExists));

    public static Task RemoveAsync(IDatabaseAsync redis, long showingId) =>
        Task.WhenAll(redis.SortedSetRemoveAsync(Sweeps, showingId), redis.SortedSetRemoveAsync(Reconciliations, showingId));
}
