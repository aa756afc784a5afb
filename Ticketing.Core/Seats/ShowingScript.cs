using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace Ticketing.Core.Seats;

/// <summary>
/// A Lua script that works on the keys of one showing, in one indivisible step. A line <c>-- include X</c> in it stands for
/// the text of <c>X.lua</c>.
/// </summary>
sealed partial class ShowingScript
{
    /// <summary>Answered by every script but <c>Load</c> when Redis does not have the showing.</summary>
    public const string Unloaded = "unloaded";

    /// <summary>Answered by scripts that ask the server itself, when the caller knows another.</summary>
    public const string AnotherServer = "another_server";

    static readonly Assembly Assembly = typeof(ShowingScript).Assembly;

    readonly byte[] hash;

    ShowingScript(params string[] files)
    {
        Text = string.Join('\n', files.Select(Read));
        hash = HashOf(Text);
    }

    public string Text { get; }

    /// <summary>A script that needs the showing loaded, and finds it without expired holds.</summary>
    public static ShowingScript OfLoaded(string file) => new("Showing", file);

    public static ShowingScript OfAny(string file) => new(file);

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

    public static string Read(string file)
    {
        using var stream = Assembly.GetManifestResourceStream($"{typeof(ShowingScript).Namespace}.{file}.lua")
            ?? throw new InvalidOperationException($"{file}.lua is not embedded in {Assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return Include().Replace(reader.ReadToEnd(), include => Read(include.Groups["file"].Value));
    }

    [GeneratedRegex(@"^ *-- include (?<file>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Include();

    [SuppressMessage("Security", "CA5350", Justification = "The name that Redis knows a script by, not a secret.")]
    static byte[] HashOf(string text) => SHA1.HashData(Encoding.UTF8.GetBytes(text));
}
