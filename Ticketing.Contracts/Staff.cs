namespace Ticketing.Contracts;

/// <param name="Code">Of the authenticator, or a recovery code; from who has one.</param>
/// <param name="Language">Of mails about the sign-in: <c>ko</c>, unless it is <c>en</c>.</param>
public sealed record StaffSignInRequest(string? Email, string? Password, string? Code, string? Language = null);

/// <param name="Token">To be sent as <c>Authorization: Bearer …</c>.</param>
/// <param name="SecondFactor">Whether a code of the authenticator was shown: refunds and cancellations need one.</param>
/// <param name="MustEnrol">Whether this session may do nothing before it has an authenticator.</param>
public sealed record StaffSignInResponse(string Token, DateTimeOffset ExpiresAt, IReadOnlyList<string> Roles, bool SecondFactor, bool MustEnrol);

/// <summary>Who asks.</summary>
public sealed record StaffSessionResponse(string Email, IReadOnlyList<string> Roles, bool SecondFactor, bool MustEnrol);

/// <summary>Takes an authenticator on or off, with the password, a code of it or both.</summary>
/// <param name="Language">Of the mail that tells of it: <c>ko</c>, unless it is <c>en</c>.</param>
public sealed record AuthenticatorRequest(string? Password, string? Code, string? Language = null);

/// <param name="Key">In base32, to be typed.</param>
/// <param name="Uri">The same as <c>otpauth://</c>, to be shown as a QR code.</param>
public sealed record AuthenticatorKeyResponse(string Key, string Uri);

/// <param name="Session">Goes on instead of the one that asked.</param>
/// <param name="RecoveryCodes">Each good once, for who has lost the authenticator; not shown again.</param>
public sealed record AuthenticatorResponse(StaffSignInResponse Session, IReadOnlyList<string> RecoveryCodes);

/// <param name="Reason">For the audit.</param>
public sealed record LockOutRequest(string? Reason);

/// <param name="Next">To be given as <c>before</c>; null on the last page.</param>
public sealed record AuditPageResponse(IReadOnlyList<AuditEntryResponse> Entries, Guid? Next);

/// <param name="By">Who, e.g. <c>staff:{id}</c>.</param>
/// <param name="Subject">What it was done to, e.g. <c>booking:{id}</c>.</param>
/// <param name="Network">The client's.</param>
/// <param name="Details">What else belongs to it, as JSON.</param>
public sealed record AuditEntryResponse(Guid Id, DateTimeOffset At, string By, string Action, string Subject, string? Network, string? Details);

/// <param name="Reason">In the staff's words; customers are not told.</param>
public sealed record CancelShowingRequest(string? Reason);

/// <summary>How far the cancellation of a showing has come.</summary>
/// <param name="CompletedAt">When the last booking had been given back; its money may still be on its way.</param>
/// <param name="Bookings">Those that were paid: each gets its money back and a mail.</param>
/// <param name="Refunded">Of those, the ones whose money the provider has confirmed.</param>
/// <param name="Pending">Of those, the ones that are yet to be given back or refunded.</param>
/// <param name="Unpaid">Those that still wait for a payment that cannot come any more.</param>
public sealed record ShowingCancellationResponse(
    long ShowingId, string Reason, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? CompletedAt, int Bookings, int Refunded, int Pending, int Unpaid);
