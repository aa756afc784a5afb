using System.Reflection;

namespace Ticketing.Core.Seats;

/// <summary>A Lua script that works on the keys of one showing, in one indivisible step.</summary>
sealed class ShowingScript
{
    /// <summary>Answered by every script but <c>Load</c> when Redis does not have the showing.</summary>
    public const string Unloaded = "unloaded";

    static readonly Assembly Assembly = typeof(ShowingScript).Assembly;

    ShowingScript(params string[] files) => Text = string.Join('\n', files.Select(Read));

    public string Text { get; }

    /// <summary>A script that needs the showing loaded, and finds it without expired holds.</summary>
    public static ShowingScript OfLoaded(string file) => new("Showing", "Loaded", file);

    public static ShowingScript OfAny(string file) => new("Showing", file);

    public static string Read(string file)
    {
        using var stream = Assembly.GetManifestResourceStream($"{typeof(ShowingScript).Namespace}.{file}.lua")
            ?? throw new InvalidOperationException($"{file}.lua is not embedded in {Assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
