using System.Globalization;
using System.Text.RegularExpressions;

namespace Ticketing.Core.Mails;

/// <summary>
/// Which e-mail addresses we take: those that a mail can be sent to, in the one spelling that is kept, sent to and counted by. So a
/// mistake is told where the address is typed and not after it was paid for.
/// </summary>
public static partial class EmailAddress
{
    /// <summary>RFC 5321: so much is left of a path of 256 characters.</summary>
    public const int Longest = 254;

    const int LongestLocalPart = 64;
    const int LongestDomain = 253;

    static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// The address as it is kept: without blanks and invisible characters around it, quotation marks that it does not need or a dot at its
    /// end; the domain in small letters, and in ASCII (<c>xn--…</c>) where it was written in others. Null for what is no address or
    /// what not every mail server takes: letters beyond ASCII before the @, quoted blanks, numbers for a host, encoded words.
    /// </summary>
    public static string? Parse(string? text)
    {
        // What is sent to a form may be megabytes.
        if (text is not { Length: > 0 and <= 2 * Longest } || Trim(text) is not { Length: > 0 } written || written.LastIndexOf('@') is not (> 0 and var at))
            return null;

        var local = written[..at];
        if (local is ['"', .. var quoted, '"'])
            local = quoted;
        if (local.Length > LongestLocalPart || !DotAtom().IsMatch(local) || local.Contains("=?", StringComparison.Ordinal) || DomainOf(written[(at + 1)..]) is not { } domain)
            return null;

        var address = $"{local}@{domain}";
        return address.Length <= Longest ? address : null;
    }

    public static bool IsValid(string? text) => Parse(text) is not null;

    /// <summary>By which limits count: nobody gets more by another spelling.</summary>
    /// <param name="address">As <see cref="Parse"/> answers.</param>
    public static string Normalize(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.ToLowerInvariant();
    }

    static string? DomainOf(string written)
    {
        try
        {
            var domain = Idn.GetAscii(written.EndsWith('.') ? written[..^1] : written).ToLowerInvariant();
            return domain.Length <= LongestDomain && Domain().IsMatch(domain) ? domain : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Also of what cannot be seen and comes along with what is copied from a page, such as U+200B.</summary>
    static string Trim(string text)
    {
        var (first, end) = (0, text.Length);
        while (first < end && IsInvisible(text[first]))
            first++;
        while (end > first && IsInvisible(text[end - 1]))
            end--;
        return text[first..end];
    }

    static bool IsInvisible(char character) =>
        char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control;

    // RFC 5322, atext with single dots between.
    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex DotAtom();

    // At least two labels of letters, digits and hyphens inside; the last is no number.
    [GeneratedRegex(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+\z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Domain();
}
