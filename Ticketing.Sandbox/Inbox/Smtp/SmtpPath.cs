using System.Text.RegularExpressions;

namespace Ticketing.Sandbox.Inbox.Smtp;

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
