using Ticketing.Core.Bookings;

namespace Ticketing.Core.Security;

/// <summary>Who did what to which thing, and when. Rows are added, never changed; what moves a booking is in its own history.</summary>
public sealed class AuditEntry
{
    public const int LongestAction = 60;
    public const int LongestSubject = 200;

    /// <summary>Version 7, so entries sort by time.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>See <see cref="Actor"/>.</summary>
    public required string By { get; init; }

    /// <summary>A stable word, e.g. <c>staff.signed_in</c>, <c>booking.read</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to, e.g. <c>booking:{id}</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The client's network (see <c>ClientNetwork</c>); null where no client asked.</summary>
    public string? Network { get; init; }

    /// <summary>What else belongs to it, as a JSON object; never a password, a code or a token.</summary>
    public string? Details { get; init; }
}
