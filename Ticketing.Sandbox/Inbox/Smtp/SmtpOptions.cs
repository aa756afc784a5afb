namespace Ticketing.Sandbox.Inbox.Smtp;

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
