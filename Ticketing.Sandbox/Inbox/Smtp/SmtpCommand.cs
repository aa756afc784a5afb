using System.Text;

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
