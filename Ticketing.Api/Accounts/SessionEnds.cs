using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;

namespace Ticketing.Api.Accounts;

/// <summary>Why a session ended before its time.</summary>
static class SessionEnds
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

static class EndingSessions
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
        return context.Database.ExecuteSqlAsync(
            $"UPDATE sessions SET ended_at = clock_timestamp(), ended_why = {why} WHERE id = {sessionId} AND ended_at IS NULL", ct);
    }
}
