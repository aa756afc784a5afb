using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Ticketing.Api.Audit;
using Ticketing.Api.Staff;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;
using Ticketing.Core.Requests;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Accounts;

/// <summary>
/// A member's sessions of one kind, as a customer or as staff: how they begin, what their member sees of them, and how he ends those that
/// are not his (ASVS 4.0.3, 3.3.4).
/// </summary>
sealed class MemberSessions(TicketingDbContext database, Credentials credentials, TimeProvider time, IOptions<StaffOptions> staff)
{
    /// <summary>Begins with the context's next <c>SaveChanges</c>. The member hears of a network that is new to the account (ASVS 2.2.3).</summary>
    /// <param name="language">Of the mail.</param>
    public async Task<Session> BeginAsync(
        HttpContext http, Member member, SessionKind kind, TimeSpan lifetime, bool secondFactor, string? language, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var session = new Session
        {
            Id = Guid.CreateVersion7(now),
            MemberId = member.Id,
            Kind = kind,
            CreatedAt = now,
            UsedAt = now,
            ExpiresAt = now + lifetime,
            Network = ClientNetwork.Of(http)?.ToString(),
            UserAgent = UserAgentOf(http),
            SecondFactor = secondFactor,
        };
        var earlier = database.Sessions.Where(known => known.MemberId == member.Id);
        if (await earlier.AnyAsync(ct) && !await earlier.AnyAsync(known => known.Network == session.Network, ct))
            database.Enqueue(new SecurityNotice(member.Id, MailKind.NewSignIn, MailLanguage.Of(language)), now);

        database.Sessions.Add(session);
        return session;
    }

    /// <summary>Those that go on, the newest first.</summary>
    /// <param name="own">The session that asks.</param>
    public async Task<IReadOnlyList<SessionResponse>> ListAsync(Guid memberId, SessionKind kind, Guid? own, CancellationToken ct) =>
        await Active(memberId, kind).OrderByDescending(session => session.CreatedAt)
            .Select(session => new SessionResponse(session.Id, session.CreatedAt, session.UsedAt, session.ExpiresAt, session.UserAgent, session.Network, session.Id == own))
            .ToListAsync(ct);

    /// <summary>Ends one, or all but the one that asks; only with the password, since a session may be in a stranger's hands.</summary>
    /// <param name="only">Null for all but <paramref name="own"/>.</param>
    public async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        Guid memberId, SessionKind kind, Guid? only, Guid? own, RevocationRequest request, HttpContext http, CancellationToken ct)
    {
        var shown = await credentials.CheckAgainAsync(kind, memberId, request.Password, http, ct);
        if (shown is not { Member: not null, Found: { } found })
            return shown.Refusal!;

        await credentials.SucceedAsync(found, ct);
        if (only is { } one && !await Active(memberId, kind).AnyAsync(session => session.Id == one, ct))
            return Problem.NotFound("session_not_found", "There is no such session, or it has ended.");

        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        var ended = await database.RevokeSessionsAsync(memberId, kind, only, own, ct);
        var by = kind == SessionKind.Staff ? Actor.Staff(memberId) : Actor.Customer(memberId);
        database.Audit(by, "member.sessions_revoked", $"member:{memberId}", time.GetUtcNow(), found.Attempt.Network, new { kind = kind.ToString(), ended });
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    IQueryable<Session> Active(Guid memberId, SessionKind kind)
    {
        var now = time.GetUtcNow();
        var idleSince = now - staff.Value.Idle;
        return database.Sessions.AsNoTracking().Where(session =>
            session.MemberId == memberId && session.Kind == kind && session.EndedAt == null && session.ExpiresAt > now
            && (kind == SessionKind.Customer || session.UsedAt > idleSince));
    }

    static string? UserAgentOf(HttpContext http)
    {
        var agent = http.Request.Headers[HeaderNames.UserAgent].ToString();
        return agent.Length == 0 ? null : agent.Cut(Session.LongestUserAgent);
    }
}

/// <param name="UserAgent">As the browser or program called itself at the sign-in.</param>
/// <param name="Network">The client's IPv4 address or IPv6 network at the sign-in.</param>
/// <param name="IsThis">Whether it is the session that asks.</param>
sealed record SessionResponse(
    Guid Id, DateTimeOffset CreatedAt, DateTimeOffset UsedAt, DateTimeOffset ExpiresAt, string? UserAgent, string? Network, bool IsThis);

sealed record RevocationRequest(string? Password);
