using System.Text.RegularExpressions;

namespace Ticketing.Core.Seats.Showings;

/// <summary>
/// Reads the Lua scripts that are embedded in a project. A script stands in the folder of the class that runs it. A line
/// <c>-- include X</c> in it stands for the text of <c>X.lua</c> in the same folder, or else in this one, where is what all share.
/// </summary>
public static partial class LuaText
{
    /// <typeparam name="TCaller">In whose folder it stands.</typeparam>
    /// <param name="file">Its name without <c>.lua</c>.</param>
    public static string Read<TCaller>(string file) => Read(typeof(TCaller), file);

    static string Read(Type caller, string file)
    {
        using var stream = Open(caller, file) ?? Open(typeof(LuaText), file)
            ?? throw new InvalidOperationException($"{file}.lua is embedded neither beside {caller} nor beside {typeof(LuaText)}.");
        using var reader = new StreamReader(stream);
        return Include().Replace(reader.ReadToEnd(), include => Read(caller, include.Groups["file"].Value));
    }

    /// <summary>A resource is named after its folder, as a namespace is.</summary>
    static Stream? Open(Type beside, string file) => beside.Assembly.GetManifestResourceStream(beside, $"{file}.lua");

    [GeneratedRegex(@"^ *-- include (?<file>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Include();
}
