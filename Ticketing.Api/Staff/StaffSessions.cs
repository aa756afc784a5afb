using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Api.Accounts;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;

namespace Ticketing.Api.Staff;

/// <summary>The sessions of staff: asked for with every request, so that what is taken from somebody is gone at once.</summary>
sealed class StaffSessions(TicketingDbContext database, MemberSessions sessions, StaffTokens tokens, StaffDevices devices, TimeProvider time, IOptions<StaffOptions> options)
{
    /// <summary>Of the instant that a session was last used.</summary>
    static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    /// <summary>A session that begins with the context's next <c>SaveChanges</c>.</summary>
    /// <param name="secondFactor">Whether a code of the member's authenticator was shown.</param>
    /// <param name="language">Of the mail that tells of a sign-in from somewhere new.</param>
    public async Task<StaffSignedIn> BeginAsync(
        HttpContext http, Member member, IReadOnlyList<string> roles, bool secondFactor, string? language, CancellationToken ct)
    {
        var session = await sessions.BeginAsync(http, member, SessionKind.Staff, options.Value.Lifetime, secondFactor, language, ct);
        var staff = new StaffMember(member.Id, member.Email!, session.Id, roles, secondFactor);
        return new StaffSignedIn(tokens.Issue(session, roles), session.ExpiresAt, roles, secondFactor, MustEnrol: !staff.MayWork, devices.Issue(member.Id));
    }

    /// <summary>Who the claims are of, or null if they do not hold any more.</summary>
    public async Task<StaffMember?> FindAsync(StaffClaims claims, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var found = await (
            from session in database.Sessions
            join member in database.Users on session.MemberId equals member.Id
            where session.Id == claims.SessionId && session.Kind == SessionKind.Staff && session.EndedAt == null && session.ExpiresAt > now
            select new
            {
                member.Id,
                member.Email,
                member.LockoutEnd,
                session.UsedAt,
                session.SecondFactor,
                Roles = (from given in database.UserRoles
                         join role in database.Roles on given.RoleId equals role.Id
                         where given.UserId == member.Id && Roles.OfStaff.Contains(role.Name)
                         select role.Name).ToList(),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return null;

        var over = found.LockoutEnd > now ? SessionEnds.LockedOut
            : claims.Roles is [] || claims.Roles.Except(found.Roles).Any() ? SessionEnds.RolesChanged
            : now - found.UsedAt > options.Value.Idle ? SessionEnds.Idle
            : null;
        if (over is not null)
        {
            await database.EndSessionAsync(claims.SessionId, over, ct);
            return null;
        }

        if (now - found.UsedAt > Precision)
            await database.Sessions.Where(s => s.Id == claims.SessionId).ExecuteUpdateAsync(s => s.SetProperty(used => used.UsedAt, now), ct);
        return new StaffMember(found.Id, found.Email!, claims.SessionId, claims.Roles, claims.SecondFactor && found.SecondFactor);
    }
}

/// <param name="SecondFactor">Whether a code of the authenticator was shown: refunds and cancellations need one.</param>
/// <param name="MustEnrol">Whether this session may do nothing before it has an authenticator.</param>
/// <param name="Device">For the next sign-in from there: see <see cref="StaffDevices"/>.</param>
sealed record StaffSignedIn(string Token, DateTimeOffset ExpiresAt, IReadOnlyList<string> Roles, bool SecondFactor, bool MustEnrol, string Device);
