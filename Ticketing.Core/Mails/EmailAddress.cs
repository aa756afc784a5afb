using System.Diagnostics.CodeAnalysis;
using System.Net.Mail;

namespace Ticketing.Core.Mails;

public static class EmailAddress
{
    /// <summary>RFC 5321: so much is left of a path of 256 characters.</summary>
    const int Longest = 254;

    /// <summary>An address that mail can be sent to over the internet, and nothing beside it.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= Longest } && text.All(char.IsAscii) && !text.Any(char.IsControl)
        && MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.');
}
