using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;

namespace Ticketing.Api.Accounts;

/// <summary>
/// Whoever registers becomes a customer, in the same transaction. What makes an authenticator's codes is kept encrypted, recovery codes
/// as salted hashes: a copy of the database is no second factor.
/// </summary>
sealed class MemberStore(TicketingDbContext context, IDataProtectionProvider protection, IdentityErrorDescriber? describer = null)
    : UserStore<Member, IdentityRole<Guid>, TicketingDbContext, Guid>(context, describer)
{
    // As Identity's own store names them.
    const string LoginProvider = "[AspNetUserStore]";
    const string RecoveryCodes = "RecoveryCodes";

    static readonly string CustomerRole = Roles.Customer.ToUpperInvariant();

    readonly IDataProtector authenticatorKeys = protection.CreateProtector("authenticator-key");

    /// <summary>Also asked for what links of mails say, which anybody can change.</summary>
    public override async Task<Member?> FindByIdAsync(string userId, CancellationToken cancellationToken = default) =>
        Guid.TryParse(userId, out _) ? await base.FindByIdAsync(userId, cancellationToken) : null;

    public override async Task<IdentityResult> CreateAsync(Member user, CancellationToken cancellationToken = default)
    {
        user.Id = Guid.CreateVersion7();
        await AddToRoleAsync(user, CustomerRole, cancellationToken);
        return await base.CreateAsync(user, cancellationToken);
    }

    public override Task SetAuthenticatorKeyAsync(Member user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, authenticatorKeys.Protect(key), cancellationToken);

    /// <summary>Null also where it cannot be read any more, as after a change of the data-protection certificate: then a recovery code helps.</summary>
    public override async Task<string?> GetAuthenticatorKeyAsync(Member user, CancellationToken cancellationToken)
    {
        try
        {
            return await base.GetAuthenticatorKeyAsync(user, cancellationToken) is { } key ? authenticatorKeys.Unprotect(key) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public override Task ReplaceCodesAsync(Member user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, recoveryCodes.Select(RecoveryCodeHash.Of), cancellationToken);

    public override async Task<bool> RedeemCodeAsync(Member user, string code, CancellationToken cancellationToken)
    {
        // Not the base's, which would hash what is left once more.
        var kept = await GetTokenAsync(user, LoginProvider, RecoveryCodes, cancellationToken) ?? "";
        var codes = kept.Split(';', StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(codes, hash => RecoveryCodeHash.IsOf(hash, code)) is not { } used)
            return false;

        await base.ReplaceCodesAsync(user, codes.Where(other => other != used), cancellationToken);
        return true;
    }
}

/// <summary>
/// A recovery code as it is kept (ASVS 4.0.3, 2.6.2): what people can type has so few bits that a plain hash could be searched for, so each
/// has a salt of its own and takes as long as a password.
/// </summary>
static class RecoveryCodeHash
{
    const int SaltBytes = 16;
    const int Iterations = 100_000;
    const char Separator = '.';

    public static string Of(string code) => Of(code, RandomNumberGenerator.GetBytes(SaltBytes));

    public static bool IsOf(string hash, string code) =>
        hash.Split(Separator) is [{ Length: 2 * SaltBytes } salt, _]
        && CryptographicOperations.FixedTimeEquals(Bytes(hash), Bytes(Of(code, Convert.FromHexString(salt))));

    static string Of(string code, byte[] salt)
    {
        var key = Rfc2898DeriveBytes.Pbkdf2(code.Trim().ToUpperInvariant(), salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        return $"{Convert.ToHexStringLower(salt)}{Separator}{Convert.ToHexStringLower(key)}";
    }

    static ReadOnlySpan<byte> Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
