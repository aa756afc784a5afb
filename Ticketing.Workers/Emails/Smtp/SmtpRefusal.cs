using System.Globalization;
using MailKit.Net.Smtp;
using MimeKit;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Emails.Smtp;

/// <summary>Tells answers that another try could change from those that it could not (RFC 5321, section 4.2.1).</summary>
static class SmtpRefusal
{
    const int FirstPermanent = 500;

    /// <summary>
    /// A permanent answer about this recipient or this mail. One about us (the sender, the login) is for us to mend, and then every
    /// mail will pass: that is worth trying for a while.
    /// </summary>
    public static bool IsFinal(Exception e) => e switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted } refusal => (int)refusal.StatusCode >= FirstPermanent,
        // An address in other than ASCII letters, and a server that does not know of such (RFC 6531).
        NotSupportedException => true,
        _ => false,
    };

    /// <summary>The server's answer without the recipient, whom many servers name in it: what fails is logged with its reason.</summary>
    public static string Describe(Exception e, MimeMessage mail)
    {
        var said = e is SmtpCommandException refusal ? string.Create(CultureInfo.InvariantCulture, $"{(int)refusal.StatusCode} {refusal.Message}") : Describe(e);
        return mail.To.Mailboxes.Aggregate(said, (text, recipient) => text.Replace(recipient.Address, "(recipient)", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>For staff.</summary>
    public static string Describe(Exception e) => e switch
    {
        FutileMessageException or MailRefusedException or NotSupportedException => e.Message,
        _ => $"{e.GetType().Name}: {e.Message}",
    };
}
