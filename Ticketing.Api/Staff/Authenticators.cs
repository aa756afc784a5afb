using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Ticketing.Api.Accounts;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.Api.Staff;

/// <summary>Authenticator apps (RFC 6238) and the recovery codes for who has lost his: each code is good once.</summary>
sealed class Authenticators(
    TicketingDbContext database, UserManager<Member> members, Credentials credentials, TimeProvider time, ILogger<Authenticators> logger)
{
    const string Issuer = "Ticketing";
    const int RecoveryCodes = 10;

    /// <summary>A code is good while it is shown, and half a minute before and after: clocks differ.</summary>
    static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>A new key, which counts once a code of it was shown.</summary>
    public async Task<AuthenticatorKeyResponse> BeginAsync(Member member)
    {
        (await members.ResetAuthenticatorKeyAsync(member)).ThrowIfFailed();
        var key = (await members.GetAuthenticatorKeyAsync(member))!;
        return new AuthenticatorKeyResponse(key, new OtpUri(OtpType.Totp, key, member.Email, Issuer).ToString());
    }

    /// <summary>From now on sign-ins need a code. The answer is shown once, and kept as hashes.</summary>
    public async Task<IReadOnlyList<string>> EnrolAsync(Member member)
    {
        (await members.SetTwoFactorEnabledAsync(member, true)).ThrowIfFailed();
        return [.. await members.GenerateNewTwoFactorRecoveryCodesAsync(member, RecoveryCodes) ?? []];
    }

    public async Task RemoveAsync(Member member)
    {
        (await members.SetTwoFactorEnabledAsync(member, false)).ThrowIfFailed();
        await members.GenerateNewTwoFactorRecoveryCodesAsync(member, 0);
        (await members.ResetAuthenticatorKeyAsync(member)).ThrowIfFailed();
    }

    /// <summary>
    /// The one way in for a code, of the authenticator or, where those are allowed, for recovery: it counts as wrong before it is looked
    /// at, whatever it is shown for, and a good one is not good again.
    /// </summary>
    /// <param name="language">Of the mail that tells of a code that was shown twice.</param>
    /// <returns>The answer to who has to wait or whose code is wrong; null for a good one.</returns>
    public async Task<ProblemHttpResult?> CheckAsync(
        FoundMember found, Member member, string? code, bool recovery, string? language, HttpContext http, CancellationToken ct)
    {
        if (await credentials.EnterCodeAsync(found, http, ct) is { } wait)
            return wait;
        if (!await AcceptAsync(member, code, recovery, language, ct))
            return await credentials.FailAsync(found, "code", ct, "code_wrong");

        await credentials.SucceedWithCodeAsync(found, ct);
        return null;
    }

    async Task<bool> AcceptAsync(Member member, string? code, bool recovery, string? language, CancellationToken ct)
    {
        var written = code?.Replace(" ", "", StringComparison.Ordinal) ?? "";
        if (written.Length == 6 && written.All(char.IsAsciiDigit))
            return await AcceptStepAsync(member, written, language, ct);
        if (!recovery || written.Length == 0 || !(await members.RedeemTwoFactorRecoveryCodeAsync(member, written)).Succeeded)
            return false;

        logger.LogWarning("Staff {Staff} used a recovery code; {Left} are left", member.Id, await members.CountRecoveryCodesAsync(member));
        return true;
    }

    async Task<bool> AcceptStepAsync(Member member, string code, string? language, CancellationToken ct)
    {
        if (await members.GetAuthenticatorKeyAsync(member) is not { } key
            || !new Totp(Base32Encoding.ToBytes(key)).VerifyTotp(time.GetUtcNow().UtcDateTime, code, out var step, Window))
            return false;

        // Of two who show the same code at the same moment, one is let in.
        if (await database.Users.Where(user => user.Id == member.Id && (user.LastCodeStep == null || user.LastCodeStep < step))
            .ExecuteUpdateAsync(user => user.SetProperty(u => u.LastCodeStep, step), ct) == 1)
            return true;

        if (await database.Users.AnyAsync(user => user.Id == member.Id && user.LastCodeStep == step, ct))
            await TellOfReuseAsync(member, language, ct);
        return false;
    }

    /// <summary>Whoever saw the code shows it now, or did before (ASVS 4.0.3, 2.8.5).</summary>
    async Task TellOfReuseAsync(Member member, string? language, CancellationToken ct)
    {
        logger.LogWarning("A code of {Staff} was shown that had been used", member.Id);
        database.Enqueue(new SecurityNotice(member.Id, MailKind.CodeReused, MailLanguage.Of(language)), time.GetUtcNow());
        await database.SaveChangesAsync(ct);
    }
}
