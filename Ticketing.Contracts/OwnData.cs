namespace Ticketing.Contracts;

/// <summary>What is kept about a member, for the member to take along.</summary>
/// <param name="SecondFactor">Whether an authenticator is enrolled.</param>
/// <param name="Audit">What the member did, and what staff did with the member's data.</param>
public sealed record OwnDataResponse(
    Guid MemberId, string Email, bool SecondFactor, IReadOnlyList<string> Roles, IReadOnlyList<OwnSession> Sessions, IReadOnlyList<OwnBooking> Bookings,
    IReadOnlyList<OwnMail> Mails, IReadOnlyList<OwnAuditEntry> Audit);

public sealed record OwnSession(
    SessionKind Kind, DateTimeOffset CreatedAt, DateTimeOffset UsedAt, DateTimeOffset ExpiresAt, DateTimeOffset? EndedAt, string? EndedWhy, string? Network,
    string? UserAgent);

public enum SessionKind
{
    Customer,
    Staff,
}

/// <summary>Amounts are whole units of <paramref name="Currency"/>.</summary>
public sealed record OwnBooking(
    Guid Id, string Reference, string Film, string Cinema, DateTimeOffset StartsAt, BookingStatus Status, long Amount, string Currency, string Email,
    string Language, string? Network, DateTimeOffset CreatedAt, IReadOnlyList<OwnSeat> Seats, IReadOnlyList<OwnRefund> Refunds, IReadOnlyList<OwnEvent> History);

/// <param name="Price">Whole units of the booking's currency.</param>
public sealed record OwnSeat(string Row, int Number, Concession Concession, long Price, DateTimeOffset? FreedAt);

/// <param name="Amount">Whole units of the booking's currency.</param>
public sealed record OwnRefund(long Amount, RefundReason Reason, RefundStatus Status, DateTimeOffset RequestedAt, DateTimeOffset? CompletedAt);

public sealed record OwnEvent(DateTimeOffset At, BookingStatus? From, BookingStatus To, string Why);

public sealed record OwnMail(MailKind Kind, Guid? BookingId, string Recipient, DateTimeOffset? SentAt);

/// <param name="ByMember">Else by staff.</param>
/// <param name="Network">Only the member's own.</param>
public sealed record OwnAuditEntry(DateTimeOffset At, bool ByMember, string Action, string Subject, string? Network);
