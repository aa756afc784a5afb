using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Ticketing.Api.Staff;

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
