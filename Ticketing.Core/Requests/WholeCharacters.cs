namespace Ticketing.Core.Requests;

public static class WholeCharacters
{
    /// <summary>The beginning of a text, so many UTF-16 units at most, that ends with a whole character: half of one can neither be stored nor sent.</summary>
    public static string Cut(this string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= longest)
            return text;
        return longest > 0 && char.IsHighSurrogate(text[longest - 1]) ? text[..(longest - 1)] : text[..Math.Max(0, longest)];
    }
}
