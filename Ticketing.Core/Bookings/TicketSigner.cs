using System.Security.Cryptography;

namespace Ticketing.Core.Bookings;

/// <summary>Signs ticket codes with the private half of a <see cref="TicketKey"/>.</summary>
public sealed class TicketSigner : IDisposable
{
    readonly ECDsa key;
    readonly Lock signing = new();

    /// <param name="pkcs8">ECDSA P-256 private key, PKCS#8 in base64.</param>
    /// <exception cref="ArgumentException">It is not such a key.</exception>
    public TicketSigner(string pkcs8)
    {
        key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(pkcs8), out _);
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            key.Dispose();
            throw new ArgumentException("The ticket signing key has to be an ECDSA P-256 private key, PKCS#8 in base64.", nameof(pkcs8), wrong);
        }

        KeyId = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..8];
        PublicKey = key.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>First 8 hexadecimal digits of the public key's SHA-256.</summary>
    public string KeyId { get; }

    /// <summary>PEM.</summary>
    public string PublicKey { get; }

    /// <summary>The code to print: see <see cref="TicketCode"/> for its form.</summary>
    public string Sign(TicketClaims claims)
    {
        var signed = TicketCode.Unsigned(KeyId, claims);
        // A key object serves one thread at a time.
        lock (signing)
            return TicketCode.Signed(signed, key.SignData(signed, HashAlgorithmName.SHA256));
    }

    public void Dispose() => key.Dispose();
}
