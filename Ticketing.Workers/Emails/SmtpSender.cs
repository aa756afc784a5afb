using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Ticketing.Workers.Emails;

/// <summary>Hands a mail to the SMTP server. When it returns, the server has taken the responsibility for it.</summary>
sealed class SmtpSender(IOptions<MailOptions> options)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Uri server = options.Value.Server ?? throw new InvalidOperationException("The connection string smtp is not set.");

    /// <exception cref="SmtpCommandException">The server refused the mail.</exception>
    /// <exception cref="TimeoutException">The server was too slow; it may or may not have the mail.</exception>
    public async Task SendAsync(MimeMessage mail, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new SmtpClient();
            await client.ConnectAsync(server.Host, Port, Security, patience.Token);
            if (server.UserInfo.Split(':', 2) is [var user, var password])
                await client.AuthenticateAsync(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password), patience.Token);
            await client.SendAsync(mail, patience.Token);
            // No QUIT: the mail is taken, and a goodbye that fails would have it sent again.
        }
        catch (OperationCanceledException error) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"{server.Host} did not take the mail within {Patience.TotalSeconds} s.", error);
        }
    }

    int Port => server.IsDefaultPort ? 0 : server.Port;

    SecureSocketOptions Security =>
        server.Scheme == "smtps" ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTlsWhenAvailable;
}
