using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Api.Audit;
using Ticketing.Api.Staff;
using Ticketing.Core.Accounts;
using Ticketing.Core.Accounts.Passwords;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Problems;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Accounts;

/// <summary>
/// Looks at an address and a password. Whether there is such a member, whether he is locked out and whether the password is wrong: the
/// answer is the same, and takes as long.
/// </summary>
sealed class Credentials(
    UserManager<Member> members, SignInGuard guard, PasswordTurns turns, StaffDevices devices, TicketingDbContext database, TimeProvider time, IOptions<SignInOptions> options)
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    static readonly string SomeHash = new PasswordHasher<Member>().HashPassword(new Member(), "nobody's");

    /// <summary>
    /// For a sign-in: 401 <c>password_reset_required</c> where the password is right and may not be used any more, and 401
    /// <c>password_change_required</c> where it is the first one, which makes nobody staff.
    /// </summary>
    /// <param name="kind">What the sign-in is for.</param>
    /// <param name="device">What a browser of staff shows: see <see cref="StaffDevices"/>.</param>
    public async Task<CheckedCredentials> CheckAsync(
        SessionKind kind, string? email, string? password, HttpContext http, CancellationToken ct, string? device = null)
    {
        var shown = await LookAsync(kind, email, password, http, ct, device);
        if (shown is not { Member: { } member, Found: { } found })
            return shown;
        if (PasswordRules.IsOutdated(password!) || member.InitialPasswordEndsAt <= time.GetUtcNow())
            return new(await FailAsync(found, "password_outdated", ct, "password_reset_required"));

        return kind == SessionKind.Staff && member.InitialPasswordEndsAt is not null
            ? new(await FailAsync(found, "password_initial", ct, "password_change_required"))
            : shown;
    }

    async Task<CheckedCredentials> LookAsync(
        SessionKind kind, string? email, string? password, HttpContext http, CancellationToken ct, string? device = null)
    {
        if (password is not { Length: > 0 } || PasswordRules.IsTooLong(password))
            return new(Problem.Validation(("password", $"1 to {PasswordRules.LongestPassword} characters.")));

        // Before the attempt is counted: whoever is sent away has not tried.
        using var turn = await turns.TakeAsync(ClientNetwork.Of(http), ct);
        if (turn is null)
            return new(TooMany(http, options.Value.LongestTurn, "too_many_requests", "Too many sign in at once. Please wait a moment."));

        var entered = await EnterAsync(kind, email, http, ct, device);
        if (entered.Found is not { } found)
            return entered;

        var right = await IsRightAsync(found.Member, password);
        if (right && !await members.IsLockedOutAsync(found.Member!) && MaySignIn(found.Member!))
            return new(found.Member!, found);

        return new(await FailAsync(found, right ? "locked" : "password", ct));
    }

    /// <summary>Lets somebody try who has not to wait; what follows counts as failed until it has succeeded.</summary>
    public async Task<CheckedCredentials> EnterAsync(SessionKind kind, string? email, HttpContext http, CancellationToken ct, string? device = null)
    {
        // U+FFFE is no character: a text with it cannot be normalized, as looking for its member does.
        if ((EmailAddress.Parse(email) ?? email?.Trim().Replace('\uFFFE', '\uFFFD')) is not { Length: > 0 and <= EmailAddress.Longest } address)
            return new(Problem.Validation(("email", $"1 to {EmailAddress.Longest} characters.")));

        var network = ClientNetwork.Of(http)?.ToString() ?? "";
        var member = await members.FindByEmailAsync(address);
        var attempt = SignInAttempt.Of(kind, members.NormalizeEmail(address), network, member?.Id, devices.Find(device, member?.Id));
        return await guard.EnterAsync(attempt, ct) is { } wait
            ? new(TooMany(http, wait))
            : new(member: null, new FoundMember(kind, attempt, member));
    }

    /// <summary>The answer to who has to wait before another code is looked at; null for who may show one.</summary>
    public async Task<ProblemHttpResult?> EnterCodeAsync(FoundMember found, HttpContext http, CancellationToken ct) =>
        await guard.EnterCodeAsync(found.Attempt, ct) is { } wait ? TooMany(http, wait) : null;

    static ProblemHttpResult TooMany(
        HttpContext http, TimeSpan wait, string code = "too_many_attempts", string detail = "Too many wrong passwords or codes. Please wait.")
    {
        http.Response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds):0}";
        return Problem.TooManyRequests(code, detail);
    }

    /// <summary>
    /// Whether the password that was looked at is still the member's, and the member not locked out; nobody changes that before the
    /// transaction ends. Else a session could begin after all sessions were ended.
    /// </summary>
    public async Task<bool> StillHoldAsync(Member member, CancellationToken ct)
    {
        var stamps = await database.Database.SqlQuery<string>(
            $"""
            SELECT security_stamp AS "Value" FROM "AspNetUsers"
            WHERE id = {member.Id} AND (lockout_end IS NULL OR lockout_end <= {time.GetUtcNow()}) FOR SHARE
            """).ToListAsync(ct);
        return stamps is [var stamp] && stamp == member.SecurityStamp;
    }

    /// <summary>The same for somebody who has signed in already, before something that a stolen session must not do.</summary>
    public async Task<CheckedCredentials> CheckAgainAsync(SessionKind kind, Guid memberId, string? password, HttpContext http, CancellationToken ct) =>
        await LookAsync(kind, (await members.FindByIdAsync(memberId.ToString()))?.Email, password, http, ct);

    /// <summary>The password was right, and nothing else was asked for.</summary>
    public Task SucceedAsync(FoundMember found, CancellationToken ct) => found is { Kind: SessionKind.Staff, Member.TwoFactorEnabled: true }
        ? guard.SucceedWithoutCodeAsync(found.Attempt, ct)
        : guard.SucceedAsync(found.Attempt, ct);

    /// <summary>The code was right as well.</summary>
    public Task SucceedWithCodeAsync(FoundMember found, CancellationToken ct) => guard.SucceedWithCodeAsync(found.Attempt, ct);

    /// <summary>Writes down that a sign-in failed: each of staff's; of customers' those that make the next one wait.</summary>
    public async Task<ProblemHttpResult> FailAsync(FoundMember found, string reason, CancellationToken ct, string code = "login_failed")
    {
        var failures = await guard.FailuresAsync(found.Attempt, ct);
        if (found.Kind == SessionKind.Staff || failures >= guard.Free)
            await WriteDownAsync(found, reason, failures, ct);

        return Problem.Unauthorized(code, code switch
        {
            "login_failed" => "The address or the password is wrong.",
            "password_reset_required" => "This password has become known, or is not good any more: get a new one by mail.",
            "password_change_required" => "This is a first password: sign in as a customer and change it.",
            _ => "The code is missing or wrong.",
        });
    }

    /// <summary>Of accounts that there are, and so often in an hour: a stranger must not fill the table. The others are security events alone.</summary>
    async Task WriteDownAsync(FoundMember found, string reason, int failures, CancellationToken ct)
    {
        var (now, subject) = (time.GetUtcNow(), $"member:{found.Member?.Id}");
        var action = found.Kind == SessionKind.Staff ? "staff.sign_in_failed" : "member.sign_in_failed";
        var since = now - Hour;
        var written = await database.AuditEntries.CountAsync(entry => entry.Subject == subject && entry.Action == action && entry.At > since, ct);
        if (found.Member is null || written >= options.Value.FailuresWrittenPerHour)
        {
            // Else it would show, by the time that it takes, whether there is such a member.
            await guard.RewriteAsync(found.Attempt, ct);
            return;
        }

        database.Audit(Actor.Nobody, action, subject, now, found.Attempt.Network, new { reason, failures, delayed = failures >= guard.Free });
        await database.SaveChangesAsync(ct);
    }

    async Task<bool> IsRightAsync(Member? member, string password)
    {
        if (member?.PasswordHash is not null)
            return await members.CheckPasswordAsync(member, password);

        members.PasswordHasher.VerifyHashedPassword(new Member(), SomeHash, password);
        return false;
    }

    bool MaySignIn(Member member) => member.EmailConfirmed || !members.Options.SignIn.RequireConfirmedEmail;
}

/// <summary>An attempt whose password was looked at.</summary>
sealed record FoundMember(SessionKind Kind, SignInAttempt Attempt, Member? Member);

/// <summary>A member whose password was right, or the answer to who has shown none.</summary>
sealed record CheckedCredentials
{
    public CheckedCredentials(ProblemHttpResult refusal) => Refusal = refusal;

    public CheckedCredentials(Member? member, FoundMember found) => (Member, Found) = (member, found);

    /// <summary>Null before the password was looked at.</summary>
    public Member? Member { get; }

    public FoundMember? Found { get; }

    public ProblemHttpResult? Refusal { get; }
}
