using System.Security.Cryptography;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random text of the kinds of characters that are switched on.</summary>
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

    /// <summary>How many lower-case letters occur at least.</summary>
    public int MinLower { get; set; }

    /// <summary>How many upper-case letters occur at least.</summary>
    public int MinUpper { get; set; }

    /// <summary>How many digits occur at least.</summary>
    public int MinNumeric { get; set; }

    /// <summary>How many of <c>-_.{}~()*+!</c> occur at least.</summary>
    public int MinSpecial { get; set; }

    (string Name, string Characters, bool On, int Minimum)[] Kinds =>
    [
        ("lower", LowerCase, Lower, MinLower),
        ("upper", UpperCase, Upper, MinUpper),
        ("numeric", Digits, Numeric, MinNumeric),
        ("special", Specials, Special, MinSpecial),
    ];

    /// <inheritdoc />
    public override string GetDefaultValue()
    {
        var kinds = Kinds.Where(kind => kind.On).ToList();
        if (kinds.Count == 0)
            throw new DistributedApplicationException("A generated parameter needs at least one kind of character.");

        var characters = kinds.SelectMany(kind => RandomNumberGenerator.GetItems<char>(kind.Characters, kind.Minimum)).ToList();
        var any = string.Concat(kinds.Select(kind => kind.Characters));
        characters.AddRange(RandomNumberGenerator.GetItems<char>(any, Math.Max(0, MinLength - characters.Count)));
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
        foreach (var kind in Kinds.Where(kind => !kind.On))
            json.WriteBoolean(kind.Name, false);
        foreach (var kind in Kinds.Where(kind => kind.Minimum > 0))
            json.WriteNumber($"min{char.ToUpperInvariant(kind.Name[0])}{kind.Name[1..]}", kind.Minimum);
        json.WriteEndObject();
    }
}
