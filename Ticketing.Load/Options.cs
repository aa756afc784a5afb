using System.Globalization;

namespace Ticketing.Load;

/// <summary>What the command line says after the scenario's name: <c>--clients 5000 --strict</c>.</summary>
sealed class Options
{
    readonly Dictionary<string, string> given = new(StringComparer.Ordinal);
    readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">Something is not an option.</exception>
    public Options(ReadOnlySpan<string> arguments)
    {
        for (var n = 0; n < arguments.Length; n++)
        {
            if (!arguments[n].StartsWith("--", StringComparison.Ordinal))
                throw new FormatException($"'{arguments[n]}' is not an option; options are --name value.");

            var (name, value) = arguments[n][2..].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[n][2..], "");
            if (value == "" && n + 1 < arguments.Length && !arguments[n + 1].StartsWith("--", StringComparison.Ordinal))
                value = arguments[++n];
            given[name] = value;
        }
    }

    public bool Flag(string name)
    {
        known.Add(name);
        return given.TryGetValue(name, out var value) && value is "" or "true";
    }

    public int Number(string name, int otherwise) => Parse(name, otherwise, text => int.Parse(text, CultureInfo.InvariantCulture));

    public TimeSpan Seconds(string name, double otherwise) =>
        TimeSpan.FromSeconds(Parse(name, otherwise, text => double.Parse(text, CultureInfo.InvariantCulture)));

    /// <summary>Numbers separated by commas.</summary>
    public IReadOnlyList<int> Numbers(string name, params int[] otherwise) =>
        Parse(name, otherwise, text => [.. text.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))]);

    public string Text(string name, string otherwise) => Parse(name, otherwise, text => text);

    /// <summary>Call it when all options were asked for.</summary>
    /// <exception cref="FormatException">Nobody asked for one of them: a misspelt option must not look as if it had worked.</exception>
    public void RefuseUnknown()
    {
        if (given.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new FormatException($"There is no option --{unknown} here; there are {string.Join(", ", known.Order().Select(name => $"--{name}"))}.");
    }

    T Parse<T>(string name, T otherwise, Func<string, T> parse)
    {
        known.Add(name);
        return given.TryGetValue(name, out var text) ? parse(text) : otherwise;
    }
}
