using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Ticketing.Core.Accounts;

namespace Ticketing.Api.Staff;

/// <summary>Makes and reads the tokens by which staff are known. Whether what a token says still holds is known by <see cref="StaffSessions"/>.</summary>
sealed class StaffTokens
{
    const string Issuer = "ticketing";
    const string Audience = "staff";
    const string Type = "staff+jwt";
    const string SessionId = "sid";
    const string Role = "role";

    readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };
    readonly StaffKeys keys;
    readonly TimeProvider clock;
    readonly TokenValidationParameters rules;

    public StaffTokens(StaffKeys keys, TimeProvider clock)
    {
        this.keys = keys;
        this.clock = clock;
        rules = new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            ValidTypes = [Type],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = keys.Verifying,
            LifetimeValidator = (_, expires, _, _) => expires > clock.GetUtcNow().UtcDateTime,
        };
    }

    public string Issue(Session session, IEnumerable<string> roles) => handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Audience,
        TokenType = Type,
        Subject = new ClaimsIdentity(
        [
            new Claim("sub", session.MemberId.ToString()),
            new Claim(SessionId, session.Id.ToString()),
            new Claim("amr", "pwd"),
            .. session.SecondFactor ? [new Claim("amr", "otp")] : Array.Empty<Claim>(),
            .. roles.Select(role => new Claim(Role, role)),
        ]),
        IssuedAt = clock.GetUtcNow().UtcDateTime,
        Expires = session.ExpiresAt.UtcDateTime,
        SigningCredentials = keys.Signing,
    });

    /// <summary>What a valid token says, else null.</summary>
    public async Task<StaffClaims?> ReadAsync(string token)
    {
        var verified = await handler.ValidateTokenAsync(token, rules);
        if (!verified.IsValid || !Guid.TryParse(verified.ClaimsIdentity.FindFirst(SessionId)?.Value, out var session))
            return null;

        return new StaffClaims(
            session, [.. verified.ClaimsIdentity.FindAll(Role).Select(role => role.Value)], verified.ClaimsIdentity.HasClaim("amr", "otp"));
    }
}

sealed record StaffClaims(Guid SessionId, IReadOnlyList<string> Roles, bool SecondFactor);

/// <summary>The keys of staff's tokens, each with an id that its tokens name.</summary>
sealed class StaffKeys
{
    public StaffKeys(IOptions<StaffOptions> options)
    {
        var signing = Read(options.Value.SigningKey, nameof(StaffOptions.SigningKey));
        Signing = new SigningCredentials(signing, SecurityAlgorithms.EcdsaSha256);
        Verifying = options.Value.OtherSigningKey is { Length: > 0 } other ? [signing, Read(other, nameof(StaffOptions.OtherSigningKey))] : [signing];
    }

    public SigningCredentials Signing { get; }

    public IReadOnlyList<SecurityKey> Verifying { get; }

    static ECDsaSecurityKey Read(string written, string setting)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(written), out _);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new InvalidOperationException($"Staff:{setting} must be an ECDSA key on the curve P-256, as PKCS#8 in base64.", e);
        }

        if (key.KeySize != 256)
            throw new InvalidOperationException($"Staff:{setting} must be on the curve P-256.");
        return new ECDsaSecurityKey(key) { KeyId = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16] };
    }
}
