namespace Ticketing.Web.Drawing;

/// <summary>Breaks a title into lines that fit a box, in the largest type that keeps words whole.</summary>
static class TitleLines
{
    public const double LineHeight = 1.2;

    static readonly int[] Sizes = [30, 26, 23, 20, 17, 14];

    public static (int Size, IReadOnlyList<string> Lines) Fit(string title, double width, double height)
    {
        foreach (var size in Sizes)
        {
            var lines = Wrap(title, width / size);
            if (lines.Count * size * LineHeight <= height && lines.All(line => WidthOf(line) <= width / size))
                return (size, lines);
        }

        return (Sizes[^1], Wrap(title, width / Sizes[^1]));
    }

    static List<string> Wrap(string title, double ems)
    {
        List<string> lines = [];
        foreach (var word in title.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines is [.., var last] && WidthOf($"{last} {word}") <= ems)
                lines[^1] = $"{last} {word}";
            else
                lines.Add(word);
        }

        return lines;
    }

    /// <summary>In ems, a little more than most fonts need: Hangul is square, Latin about half as wide.</summary>
    static double WidthOf(string text) => text.Sum(letter => letter switch
    {
        >= '\u1100' => 1.0,
        ' ' or '.' or ',' or ':' or 'i' or 'l' or 'I' => 0.34,
        'm' or 'w' or 'M' or 'W' => 0.92,
        >= 'A' and <= 'Z' => 0.72,
        _ => 0.6,
    });
}
