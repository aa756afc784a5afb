namespace Ticketing.Core.Mails;

/// <summary>A mail that went out, so that a repeated message does not send it again, or one that was tried in vain so far.</summary>
public sealed class MailDelivery
{
    /// <summary>The <see cref="MailKey"/> in writing.</summary>
    public required string Key { get; init; }

    public required MailKind Kind { get; init; }

    /// <summary>Null for a mail about an account.</summary>
    public Guid? BookingId { get; init; }

    public required string Recipient { get; init; }

    public required int Attempts { get; init; }

    /// <summary>The last time.</summary>
    public required DateTimeOffset TriedAt { get; init; }

    /// <summary>When the SMTP server took it; null if it has not.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Why the last try failed; null when it did not.</summary>
    public string? LastError { get; init; }
}
