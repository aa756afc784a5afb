using System.Globalization;
using StackExchange.Redis;

namespace Ticketing.Core.Seats;

static class ShowingKeys
{
    const string ChangesPrefix = "showing:{";
    const string ChangesSuffix = "}:changes";

    /// <summary>Held by whoever is building the showing.</summary>
    public static RedisKey Builder(long showingId) => string.Create(CultureInfo.InvariantCulture, $"showing:{{{showingId}}}:builder");

    /// <summary>The keys of a showing in the order of <c>Showing.lua</c>. They share a hash tag, so that one script may use them all.</summary>
    public static RedisKey[] Of(long showingId)
    {
        var showing = string.Create(CultureInfo.InvariantCulture, $"showing:{{{showingId}}}");
        return [showing, showing + ":deadlines"];
    }

    /// <summary>Where the scripts of all showings publish what they change.</summary>
    public static RedisChannel AllChanges { get; } = RedisChannel.Pattern($"{ChangesPrefix}*{ChangesSuffix}");

    /// <summary>Where the scripts of a showing publish what they change.</summary>
    public static RedisChannel Changes(long showingId) =>
        RedisChannel.Literal(string.Create(CultureInfo.InvariantCulture, $"{ChangesPrefix}{showingId}{ChangesSuffix}"));

    public static bool TryReadChanges(RedisChannel channel, out long showingId)
    {
        var text = ((string?)channel).AsSpan();
        showingId = 0;
        return text.StartsWith(ChangesPrefix, StringComparison.Ordinal) && text.EndsWith(ChangesSuffix, StringComparison.Ordinal)
            && long.TryParse(text[ChangesPrefix.Length..^ChangesSuffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out showingId);
    }
}

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
