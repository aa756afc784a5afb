using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Ticketing.Core.Seats.Showings;

/// <summary>A Lua script that works on the keys of one showing, in one indivisible step.</summary>
public sealed class ShowingScript
{
    /// <summary>Answered by every script but <c>Load</c> when Redis does not have the showing.</summary>
    public const string Unloaded = "unloaded";

    /// <summary>Answered by scripts that ask the server itself, when the caller knows another.</summary>
    public const string AnotherServer = "another_server";

    readonly byte[] hash;

    ShowingScript(string text)
    {
        Text = text;
        hash = HashOf(Text);
    }

    public string Text { get; }

    /// <summary>A script that needs the showing loaded, and finds it without expired holds.</summary>
    /// <typeparam name="TCaller">In whose folder it stands.</typeparam>
    public static ShowingScript OfLoaded<TCaller>(string file) => new($"{LuaText.Read<ShowingScript>("Showing")}\n{LuaText.Read<TCaller>(file)}");

    /// <typeparam name="TCaller">In whose folder it stands.</typeparam>
    public static ShowingScript OfAny<TCaller>(string file) => new(LuaText.Read<TCaller>(file));

    /// <summary>An id as scripts take it.</summary>
    public static string Written(Guid id) => id.ToString("N");

    public async Task<RedisResult> RunAsync(IDatabaseAsync redis, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await redis.ScriptEvaluateAsync(hash, keys, arguments);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // Not the text in the first place: the client would look up kilobytes at each call.
            return await redis.ScriptEvaluateAsync(Text, keys, arguments);
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "The name that Redis knows a script by, not a secret.")]
    static byte[] HashOf(string text) => SHA1.HashData(Encoding.UTF8.GetBytes(text));
}
