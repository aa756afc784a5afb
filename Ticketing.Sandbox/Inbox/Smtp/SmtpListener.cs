using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Ticketing.Sandbox.Inbox.Faults;

namespace Ticketing.Sandbox.Inbox.Smtp;

/// <summary>Accepts connections on loopback and runs a session on each; ends them all when it stops.</summary>
sealed class SmtpListener(IOptions<SmtpOptions> options, Mailbox mailbox, InboxFaults faults, ILogger<SmtpListener> logger) : BackgroundService
{
    readonly TcpListener listener = new(IPAddress.Loopback, options.Value.Port);
    int sessions;

    /// <exception cref="IOException">The port is in use.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Here, not in the background: once the sandbox is healthy it takes mail.
            listener.Start();
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new IOException($"SMTP_PORT {options.Value.Port} is in use.", error);
        }

        logger.LogInformation("Taking mail at smtp://{Endpoint}.", listener.LocalEndpoint);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stoppingToken);
                running.RemoveWhere(session => session.IsCompleted);
                running.Add(ServeAsync(client, stoppingToken));
            }
        }
        finally
        {
            listener.Stop();
            await Task.WhenAll(running).WaitAsync(TimeSpan.FromSeconds(5), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override void Dispose()
    {
        listener.Dispose();
        base.Dispose();
    }

    async Task ServeAsync(TcpClient client, CancellationToken cancellation)
    {
        using var connection = client;
        try
        {
            var isWelcome = Interlocked.Increment(ref sessions) <= options.Value.MostSessions;
            var session = new SmtpSession(connection.GetStream(), options.Value, mailbox, faults);
            await (isWelcome ? session.RunAsync(cancellation) : session.SendAwayAsync(cancellation));
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            logger.LogDebug(error, "A mail client went away, or was silent for too long.");
        }
        catch (Exception error)
        {
            logger.LogError(error, "A mail session failed.");
        }
        finally
        {
            Interlocked.Decrement(ref sessions);
        }
    }
}
