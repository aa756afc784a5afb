using System.Collections.Concurrent;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace Ticketing.Workers.Emails.Smtp;

/// <summary>
/// Connections to the SMTP server, each used by one mail at a time and kept for the next: a handshake costs more than a mail. There
/// are never more than mails sent at the same time, and one that rests is given up before the server would.
/// </summary>
sealed class SmtpConnections : IAsyncDisposable
{
    readonly ConcurrentStack<Resting> resting = new();
    readonly Uri server;
    readonly TimeSpan longestRest;
    readonly TimeProvider time;
    readonly ITimer cleaning;

    public SmtpConnections(IOptions<MailOptions> options, TimeProvider time)
    {
        server = options.Value.Server ?? throw new InvalidOperationException("The connection string smtp is not set.");
        longestRest = options.Value.LongestRest;
        this.time = time;
        cleaning = time.CreateTimer(_ => DropOld(), null, longestRest, longestRest);
    }

    /// <exception cref="Exception">As MailKit's, when the server is away or does not let us in.</exception>
    public async Task<SmtpClient> TakeAsync(CancellationToken ct)
    {
        while (resting.TryPop(out var connection))
        {
            if (!IsOld(connection) && await AnswersAsync(connection.Client, ct))
                return connection.Client;

            connection.Client.Dispose();
        }

        return await ConnectAsync(ct);
    }

    /// <summary>Takes back a connection whose mail was taken.</summary>
    public void Return(SmtpClient client) => resting.Push(new Resting(client, time.GetTimestamp()));

    public async ValueTask DisposeAsync()
    {
        await cleaning.DisposeAsync();
        while (resting.TryPop(out var connection))
        {
            using var client = connection.Client;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await client.DisconnectAsync(quit: true, patience.Token);
        }
    }

    async Task<SmtpClient> ConnectAsync(CancellationToken ct)
    {
        var client = new SmtpClient();
        try
        {
            await client.ConnectAsync(server.Host, server.IsDefaultPort ? 0 : server.Port, Security, ct);
            if (server.UserInfo.Split(':', 2) is [var user, var password])
                await client.AuthenticateAsync(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password), ct);
            // Our addresses are ASCII. Where a relay offers more, MailKit 4.18 turns xn-- domains into Unicode, which the next relay may not take.
            client.Capabilities &= ~SmtpCapabilities.UTF8;
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Asked before the mail, not found out with it: a server that hung up meanwhile must not cost the mail an attempt.</summary>
    static async Task<bool> AnswersAsync(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.NoOpAsync(ct);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    void DropOld()
    {
        // All are out of others' reach for this moment; who needs one meanwhile makes a new one.
        var taken = new Resting[resting.Count];
        foreach (var connection in taken.Take(resting.TryPopRange(taken)).Reverse())
        {
            if (IsOld(connection))
                connection.Client.Dispose();
            else
                resting.Push(connection);
        }
    }

    bool IsOld(Resting connection) => time.GetElapsedTime(connection.Since) >= longestRest;

    // A password is not sent in the clear because somebody in between took STARTTLS out of the server's answer.
    SecureSocketOptions Security => (server.Scheme, server.UserInfo) switch
    {
        ("smtps", _) => SecureSocketOptions.SslOnConnect,
        (_, "") => SecureSocketOptions.StartTlsWhenAvailable,
        _ => SecureSocketOptions.StartTls,
    };

    readonly record struct Resting(SmtpClient Client, long Since);
}
