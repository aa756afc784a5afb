namespace Ticketing.Contracts;

/// <summary>A mail of a booking.</summary>
/// <param name="TriedAt">The last time.</param>
/// <param name="SentAt">When the mail server took it; null if it has not.</param>
/// <param name="LastError">Why the last try failed.</param>
public sealed record MailResponse(
    string Key, MailKind Kind, string Recipient, int Attempts, DateTimeOffset TriedAt, DateTimeOffset? SentAt, string? LastError);

/// <summary>What a mail tells.</summary>
public enum MailKind
{
    /// <summary>A booking is paid; carries its tickets.</summary>
    Ticket,

    /// <summary>Tickets were given back, some of a booking's or all.</summary>
    Cancellation,

    /// <summary>A showing does not take place, so its tickets were taken back.</summary>
    ShowingCancelled,

    /// <summary>Money has gone back.</summary>
    Refund,

    /// <summary>An address is to be registered; carries the link that confirms it.</summary>
    Registration,

    /// <summary>Somebody tried to register an address that a member has.</summary>
    AlreadyRegistered,

    /// <summary>A member wants another password; carries the link to set it.</summary>
    PasswordReset,

    /// <summary>A member has another password.</summary>
    PasswordChanged,

    /// <summary>Somebody signed in to an account from a network that is new to it.</summary>
    NewSignIn,

    /// <summary>An account's sign-ins need an authenticator's codes from now on.</summary>
    AuthenticatorAdded,

    /// <summary>An account's sign-ins need no codes any more.</summary>
    AuthenticatorRemoved,

    /// <summary>A code was shown that had been used: somebody else may have seen it.</summary>
    CodeReused,
}

/// <param name="Kind">Required.</param>
public sealed record ResendRequest(MailKind? Kind);

/// <param name="ResendId">Ends the key of the mail that is to come.</param>
public sealed record ResendResponse(Guid ResendId);

/// <summary>A message that failed too often.</summary>
/// <param name="Queue">The queue whose consumer gave it up, and to which a replay brings it back.</param>
/// <param name="Type">Name of the message; null if it did not say.</param>
/// <param name="Body">As it came; <c>base64:…</c> if it is no text.</param>
/// <param name="Attempts">Since it was written or last replayed.</param>
public sealed record DeadLetterResponse(
    Guid Id, string Queue, Guid? MessageId, string? Type, string Body, string Error, int Attempts,
    DateTimeOffset? FirstFailedAt, DateTimeOffset DeadAt, DateTimeOffset? ReplayedAt, string? ReplayedBy);

/// <param name="Page">Counted from 1.</param>
/// <param name="Total">Of all pages.</param>
public sealed record DeadLetterPageResponse(IReadOnlyList<DeadLetterResponse> DeadLetters, int Page, int PageSize, int Total);

/// <param name="Replayed">Dead letters.</param>
public sealed record DeadLetterReplayResponse(int Replayed);

/// <param name="Since">Messages made at this instant or later.</param>
public sealed record OutboxReplayRequest(DateTimeOffset? Since);

/// <param name="Published">Messages by queue.</param>
public sealed record OutboxReplayResponse(DateTimeOffset Since, IReadOnlyDictionary<string, int> Published);
