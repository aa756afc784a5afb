using System.Text;
using System.Text.RegularExpressions;

namespace Ticketing.Sandbox.Inbox.Smtp;

/// <param name="Verb">In capitals.</param>
/// <param name="Argument">What follows it, trimmed.</param>
readonly record struct SmtpCommand(string Verb, string Argument)
{
    public static SmtpCommand Parse(byte[] line)
    {
        var text = Encoding.UTF8.GetString(line);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0
            ? new SmtpCommand(text.Trim().ToUpperInvariant(), "")
            : new SmtpCommand(text[..space].ToUpperInvariant(), text[(space + 1)..].Trim());
    }
}

/// <summary>The address and the parameters of MAIL and RCPT, e.g. <c>FROM:&lt;a@b.example&gt; SIZE=1000 SMTPUTF8</c>.</summary>
/// <param name="Address">Empty in a bounce, which has no sender.</param>
/// <param name="Parameters">By keyword in capitals; the value is empty where there is none.</param>
sealed partial record SmtpPath(string Address, IReadOnlyDictionary<string, string> Parameters)
{
    /// <returns>Null when the syntax is wrong.</returns>
    public static SmtpPath? Parse(string keyword, string argument)
    {
        var match = Syntax().Match(argument);
        if (!match.Success || !match.Groups["keyword"].Value.Equals(keyword, StringComparison.OrdinalIgnoreCase))
            return null;

        var parameters = new Dictionary<string, string>();
        foreach (var parameter in match.Groups["parameters"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = parameter.Split('=', 2);
            if (!parameters.TryAdd(parts[0].ToUpperInvariant(), parts.Length == 2 ? parts[1] : ""))
                return null;
        }

        return new SmtpPath(match.Groups["address"].Value, parameters);
    }

    // A source route before the address is to be ignored (RFC 5321, appendix C); control characters are nowhere allowed.
    [GeneratedRegex(@"^(?<keyword>[A-Za-z]+): ?<(@[^:<>]+:)?(?<address>|[^\s<>@\p{C}]+@[^\s<>@\p{C}]+)>(?<parameters>( [^\s\p{C}]+)*)$")]
    private static partial Regex Syntax();
}

/// <summary>What came after DATA.</summary>
/// <param name="Content">The message as it was before the sender stuffed its dots; empty if refused.</param>
/// <param name="Refusal">The reply to give instead of keeping it, null if it is fine.</param>
readonly record struct SmtpText(byte[] Content, string? Refusal)
{
    /// <summary>Reads to the end of the text, even of a refused one: what follows are commands again.</summary>
    /// <exception cref="EndOfStreamException">The client went away in the middle.</exception>
    public static async Task<SmtpText> ReadAsync(SmtpLines lines, SmtpOptions options, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        string? refusal = null;
        while (true)
        {
            // One more for the dot that stuffing may have put before a line of full length.
            var line = await lines.ReadAsync(options.LongestTextLine + 1, cancellation);
            if (line.Kind == SmtpLineKind.Closed)
                throw new EndOfStreamException("The client went away in the middle of a mail.");
            if (line.Content is [(byte)'.'])
                return refusal is null ? new SmtpText(content.ToArray(), null) : new SmtpText([], refusal);

            if (line.Kind == SmtpLineKind.TooLong)
                refusal ??= "500 Line too long";
            else if (content.Length + line.Content.Length > options.LargestMessage)
                refusal ??= "552 Message too big";

            if (refusal is null)
                Append(content, line.Content);
            else
                content.SetLength(0);
        }
    }

    static void Append(MemoryStream content, ReadOnlySpan<byte> line)
    {
        content.Write(line is [(byte)'.', ..] ? line[1..] : line);
        content.Write("\r\n"u8);
    }
}
