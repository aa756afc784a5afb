using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;

namespace Ticketing.Core.Accounts;

/// <summary>
/// From a member's sign-in to the sign-out: its tokens name it, and are worth nothing once it has ended. Guests have none. Rows outlive
/// their member, so that the tokens of somebody who was deleted end too.
/// </summary>
public sealed class Session
{
    public const int LongestWhy = 40;
    public const int LongestUserAgent = 300;

    public required Guid Id { get; init; }

    public required Guid MemberId { get; init; }

    public required SessionKind Kind { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Of its tokens.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the member asked for something last, to some minutes: see <see cref="SessionUses"/>.</summary>
    public required DateTimeOffset UsedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>See <see cref="SessionEnds"/>.</summary>
    public string? EndedWhy { get; init; }

    /// <summary>The client's network at the sign-in; null where it is not known.</summary>
    public string? Network { get; init; }

    /// <summary>The browser or program that signed in, as it calls itself; null where it does not say.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Whether the sign-in was with a code of the member's authenticator.</summary>
    public bool SecondFactor { get; init; }
}

/// <summary>Why a session ended before its time.</summary>
public static class SessionEnds
{
    public const string SignedOut = "signed_out";
    public const string PasswordChanged = "password_changed";
    public const string PasswordReset = "password_reset";
    public const string SecondFactorChanged = "second_factor_changed";
    public const string LockedOut = "locked_out";
    public const string RolesChanged = "roles_changed";
    public const string Idle = "idle";
    public const string Revoked = "revoked";
    public const string MemberDeleted = "member_deleted";
}

public static class EndingSessions
{
    /// <summary>
    /// Ends the sessions of a member, of customer and staff alike, in the current transaction if there is one. Services hear of it within
    /// about a second. To be called by whatever makes earlier sign-ins void, and before a member is deleted.
    /// </summary>
    /// <param name="why">See <see cref="SessionEnds"/>.</param>
    /// <param name="except">The session that goes on, if any.</param>
    /// <returns>How many ended.</returns>
    public static Task<int> EndSessionsAsync(this TicketingDbContext context, Guid memberId, string why, CancellationToken ct, Guid? except = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        // The database's clock: those who read what has ended since they looked last compare with it.
        return context.Database.ExecuteSqlAsync(
            $"""
            UPDATE sessions SET ended_at = clock_timestamp(), ended_why = {why}
            WHERE member_id = {memberId} AND ended_at IS NULL AND id IS DISTINCT FROM {except}
            """,
            ct);
    }

    /// <summary>Ends sessions of one kind that a member does not want any more: the one, or all others than the one that asks.</summary>
    /// <param name="only">Null for all but <paramref name="own"/>.</param>
    /// <param name="own">The session that asks.</param>
    /// <returns>How many ended.</returns>
    public static Task<int> RevokeSessionsAsync(
        this TicketingDbContext context, Guid memberId, SessionKind kind, Guid? only, Guid? own, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Database.ExecuteSqlAsync(
            $"""
            UPDATE sessions SET ended_at = clock_timestamp(), ended_why = {SessionEnds.Revoked}
            WHERE member_id = {memberId} AND kind = {kind.ToString()} AND ended_at IS NULL
                AND CASE WHEN {only}::uuid IS NULL THEN id IS DISTINCT FROM {own} ELSE id = {only} END
            """,
            ct);
    }

    /// <summary>Ends one session, if it has not ended before.</summary>
    public static Task<int> EndSessionAsync(this TicketingDbContext context, Guid sessionId, string why, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Database.ExecuteSqlAsync(
            $"UPDATE sessions SET ended_at = clock_timestamp(), ended_why = {why} WHERE id = {sessionId} AND ended_at IS NULL", ct);
    }
}
