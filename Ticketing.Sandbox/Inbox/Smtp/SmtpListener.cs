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

/// <summary>What the mail server takes; beyond it refuses, as RFC 5321 section 4.5.3 lets it.</summary>
sealed class SmtpOptions
{
    /// <summary>On loopback.</summary>
    public int Port { get; set; } = 2525;

    public string Domain { get; init; } = "sandbox.localhost";

    /// <summary>Sessions at the same time; more are sent away with 421.</summary>
    public int MostSessions { get; init; } = 64;

    /// <summary>Bytes of a command with its line end; RFC 5321 asks for 512, and its extensions for somewhat more.</summary>
    public int LongestCommand { get; init; } = 1024;

    /// <summary>Bytes of a line of text with its line end.</summary>
    public int LongestTextLine { get; init; } = 1000;

    /// <summary>Bytes.</summary>
    public int LargestMessage { get; init; } = 10 * 1024 * 1024;

    public int MostRecipients { get; init; } = 100;

    /// <summary>How long a client may keep silent; RFC 5321 section 4.5.3.2.7.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);
}
