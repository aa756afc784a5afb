using System.Globalization;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Emails.Smtp;

/// <summary>Hands a mail to the SMTP server. When it returns, the server has taken the responsibility for it.</summary>
sealed class SmtpSender(SmtpConnections connections, IOptions<MailOptions> options)
{
    /// <exception cref="FutileMessageException">The server refused the mail or its recipient for good.</exception>
    /// <exception cref="MailRefusedException">The server refused it for now.</exception>
    /// <exception cref="TimeoutException">The server was too slow; it may or may not have the mail.</exception>
    /// <exception cref="Exception">Anything else: it may work later. When the connection broke at the end, the server may have the mail.</exception>
    public async Task SendAsync(MimeMessage mail, CancellationToken ct)
    {
        var timeout = options.Value.Timeout;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(timeout);
        try
        {
            var client = await connections.TakeAsync(patience.Token);
            try
            {
                await client.SendAsync(mail, patience.Token);
            }
            catch
            {
                // Nobody knows where in its dialogue it stands.
                client.Dispose();
                throw;
            }

            connections.Return(client);
        }
        catch (OperationCanceledException slow) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The mail server did not take the mail within {timeout.TotalSeconds} s.", slow);
        }
        catch (Exception refusal) when (SmtpRefusal.IsFinal(refusal))
        {
            throw new FutileMessageException(SmtpRefusal.Describe(refusal, mail));
        }
        catch (SmtpCommandException refusal)
        {
            throw new MailRefusedException(SmtpRefusal.Describe(refusal, mail));
        }
    }
}

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

/// <summary>The mail server did not take a mail, but may another time.</summary>
/// <param name="answer">Its answer, without the recipient.</param>
sealed class MailRefusedException(string answer) : Exception(answer);
