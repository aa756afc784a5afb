using System.Security.Cryptography;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random text with at least one character of each kind that is switched on.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    const string LowerCase = "abcdefghjkmnpqrstuvwxyz";
    const string UpperCase = "ABCDEFGHJKMNPQRSTUVWXYZ";
    const string Digits = "0123456789";
    const string Specials = "-_.{}~()*+!";

    /// <summary>Length in characters.</summary>
    public int MinLength { get; set; } = 22;

    /// <summary>Whether lower-case letters occur.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>Whether upper-case letters occur.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>Whether digits occur.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>Whether <c>-_.{}~()*+!</c> occur.</summary>
    public bool Special { get; set; } = true;

    /// <inheritdoc />
    public override string GetDefaultValue()
    {
        string[] kinds = [Lower ? LowerCase : "", Upper ? UpperCase : "", Numeric ? Digits : "", Special ? Specials : ""];
        var all = string.Concat(kinds);
        if (all.Length == 0)
            throw new DistributedApplicationException("A generated parameter needs at least one kind of character.");

        var characters = kinds.Where(kind => kind.Length > 0).SelectMany(kind => RandomNumberGenerator.GetItems<char>(kind, 1)).ToList();
        characters.AddRange(RandomNumberGenerator.GetItems<char>(all, Math.Max(0, MinLength - characters.Count)));
        var shuffled = characters.ToArray();
        RandomNumberGenerator.Shuffle(shuffled.AsSpan());
        return new(shuffled);
    }

    /// <inheritdoc />
    public override void WriteToManifest(ManifestPublishingContext context)
    {
        var json = context.Writer;
        json.WriteStartObject("generate");
        json.WriteNumber("minLength", MinLength);
        foreach (var (name, on) in (ReadOnlySpan<(string, bool)>)[("lower", Lower), ("upper", Upper), ("numeric", Numeric), ("special", Special)])
        {
            if (!on)
                json.WriteBoolean(name, false);
        }

        json.WriteEndObject();
    }
}
