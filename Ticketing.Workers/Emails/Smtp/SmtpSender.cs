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
