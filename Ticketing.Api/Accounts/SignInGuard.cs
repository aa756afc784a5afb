using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;

namespace Ticketing.Api.Accounts;

/// <summary>
/// Slows down who guesses. What fails counts for the account and the network that it came from, so that nobody can lock out somebody
/// else; against guesses from many networks, those together have a limit from which nobody has signed in to the account before.
/// Accounts that do not exist are guarded alike.
/// </summary>
sealed class SignInGuard(TicketingDbContext database, TimeProvider time, IOptions<SignInOptions> options)
{
    /// <summary>Whoever failed a day ago begins anew.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>Counts an attempt as failed before it is known how it ends, so that many at once do not count as one.</summary>
    /// <returns>How long to wait instead, or null.</returns>
    public async Task<TimeSpan?> EnterAsync(SignInAttempt attempt, CancellationToken ct)
    {
        var settings = options.Value;
        if (await EnterAsync(attempt.Account, attempt.From, settings.FreeFailures, settings.LongestDelay, ct) is { } wait)
            return wait;

        return await IsKnownAsync(attempt, ct) ? null : await EnterAsync(
            attempt.Account, FailedSignIns.UnknownNetworks, settings.FreeFailuresOfUnknownNetworks, settings.LongestDelayOfUnknownNetworks, ct);
    }

    /// <summary>
    /// Counts an attempt at a code, of the account as a whole: who knows the password has no other way than to guess, wherever from and
    /// whatever the code is for, and nothing but a right one makes that forgotten.
    /// </summary>
    /// <returns>How long to wait instead, or null.</returns>
    public Task<TimeSpan?> EnterCodeAsync(SignInAttempt attempt, CancellationToken ct) =>
        EnterAsync(attempt.Account, FailedSignIns.Codes, options.Value.FreeFailures, options.Value.LongestDelayOfUnknownNetworks, ct);

    /// <summary>From which failure on the next attempt has to wait.</summary>
    public int Free => options.Value.FreeFailures;

    /// <summary>How often the network has failed at the account.</summary>
    public Task<int> FailuresAsync(SignInAttempt attempt, CancellationToken ct) =>
        database.FailedSignIns.Where(failed => failed.Account == attempt.Account && failed.Network == attempt.From).Select(failed => failed.Count)
            .SingleOrDefaultAsync(ct);

    /// <summary>Writes what is there already: as much work as a row elsewhere.</summary>
    public Task<int> RewriteAsync(SignInAttempt attempt, CancellationToken ct) =>
        database.FailedSignIns.Where(failed => failed.Account == attempt.Account && failed.Network == attempt.From)
            .ExecuteUpdateAsync(failed => failed.SetProperty(f => f.LastAt, f => f.LastAt), ct);

    /// <summary>A right password of who has no authenticator: what failed before is forgotten, but for codes.</summary>
    public Task SucceedAsync(SignInAttempt attempt, CancellationToken ct) => ForgetAsync(attempt, [attempt.From], ct);

    /// <summary>A right code as well: all is forgotten.</summary>
    public Task SucceedWithCodeAsync(SignInAttempt attempt, CancellationToken ct) => ForgetAsync(attempt, [attempt.From, FailedSignIns.Codes], ct);

    /// <summary>
    /// A right password alone of who has an authenticator: this attempt is no failure, but what failed before may have been codes, which
    /// whoever guesses them must not make forgotten by what he knows.
    /// </summary>
    public Task SucceedWithoutCodeAsync(SignInAttempt attempt, CancellationToken ct) => database.FailedSignIns
        .Where(failed => failed.Account == attempt.Account && (failed.Network == attempt.From || failed.Network == FailedSignIns.UnknownNetworks) && failed.Count > 0)
        .ExecuteUpdateAsync(failed => failed.SetProperty(f => f.Count, f => f.Count - 1), ct);

    Task<int> ForgetAsync(SignInAttempt attempt, string[] networks, CancellationToken ct) => database.Database.ExecuteSqlAsync(
        $"""
        WITH own AS (DELETE FROM failed_sign_ins WHERE account = {attempt.Account} AND network = ANY ({networks}))
        UPDATE failed_sign_ins SET count = count - 1
        WHERE account = {attempt.Account} AND network = {FailedSignIns.UnknownNetworks} AND count > 0
        """,
        ct);

    async Task<bool> IsKnownAsync(SignInAttempt attempt, CancellationToken ct) =>
        attempt.Device is not null
        || await database.Sessions.AnyAsync(session => session.MemberId == attempt.MemberId && session.Kind == attempt.Kind && session.Network == attempt.Network, ct);

    async Task<TimeSpan?> EnterAsync(string account, string network, int free, TimeSpan longest, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var forgotten = now - Memory;
        var (delay, most) = (options.Value.Delay.TotalSeconds, longest.TotalSeconds);
        var entered = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO failed_sign_ins AS known (account, network, count, last_at, blocked_until) VALUES ({account}, {network}, 1, {now}, {forgotten})
            ON CONFLICT (account, network) DO UPDATE SET
                count = CASE WHEN known.last_at < {forgotten} THEN 1 ELSE known.count + 1 END,
                last_at = {now},
                -- Left as it is while nobody has to wait: of two at once, or at two replicas, one is later than the other.
                blocked_until = CASE
                    WHEN known.last_at < {forgotten} OR known.count + 1 < {free} THEN known.blocked_until
                    ELSE {now} + make_interval(secs => least({most}, {delay} * power(2, least(known.count + 1 - {free}, 30)))) END
            WHERE known.blocked_until <= {now}
            """,
            ct);
        if (entered == 1)
            return null;

        var until = await database.FailedSignIns.Where(failed => failed.Account == account && failed.Network == network)
            .Select(failed => failed.BlockedUntil).SingleOrDefaultAsync(ct);
        return until > now ? until - now : TimeSpan.FromSeconds(1);
    }
}

/// <param name="Account">Of the address and what the sign-in is for: a customer's success says nothing of staff's.</param>
/// <param name="MemberId">Null if nobody has the address.</param>
/// <param name="Device">Null unless it is one in which the member has signed in before.</param>
sealed record SignInAttempt(SessionKind Kind, string Account, string Network, Guid? MemberId, string? Device)
{
    /// <summary>What the account's failures are counted for.</summary>
    public string From => Device ?? Network;

    public static SignInAttempt Of(SessionKind kind, string normalizedEmail, string network, Guid? memberId, string? device) =>
        new(kind, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}:{normalizedEmail}"))), network, memberId, device);
}

/// <summary>The section <c>SignIn</c>: how wrong passwords and codes slow down the next, and how long a sign-in opens the account.</summary>
sealed class SignInOptions
{
    /// <summary>Failures of one network at one account that cost nothing.</summary>
    [Range(1, 100)]
    public int FreeFailures { get; init; } = 5;

    /// <summary>After the first that does; each further one doubles it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(15);

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The same for all networks together from which nobody has signed in to the account yet.</summary>
    [Range(1, 10_000)]
    public int FreeFailuresOfUnknownNetworks { get; init; } = 50;

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestDelayOfUnknownNetworks { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Until a password is looked at, when very many sign in at once; less than the callers' time limit.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:09")]
    public TimeSpan LongestTurn { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>After it members go on buying, but sign in again before they see what is in their account.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan AccountOpenFor { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Failures of one account that become rows of the audit, which are kept for two years; all of them are security events.</summary>
    [Range(1, 1_000)]
    public int FailuresWrittenPerHour { get; init; } = 20;
}
