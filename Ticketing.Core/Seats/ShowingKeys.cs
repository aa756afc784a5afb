using System.Globalization;
using StackExchange.Redis;

namespace Ticketing.Core.Seats;

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

    /// <summary>Where the scripts publish what they change.</summary>
    public static RedisChannel Changes(long showingId) =>
        RedisChannel.Literal(string.Create(CultureInfo.InvariantCulture, $"showing:{{{showingId}}}:changes"));
}
