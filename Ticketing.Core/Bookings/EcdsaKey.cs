using System.Security.Cryptography;

namespace Ticketing.Core.Bookings;

/// <summary>A private key that signs <see cref="SignedText"/>.</summary>
public sealed class EcdsaKey : IDisposable
{
    readonly ECDsa key;
    readonly Lock signing = new();

    /// <param name="pkcs8">ECDSA P-256 private key, PKCS#8 in base64.</param>
    /// <exception cref="ArgumentException">It is not such a key.</exception>
    public EcdsaKey(string pkcs8)
    {
        key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(pkcs8), out _);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
                throw new CryptographicException("It is on another curve.");
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            key.Dispose();
            throw new ArgumentException("A signing key has to be an ECDSA P-256 private key, PKCS#8 in base64.", nameof(pkcs8), wrong);
        }

        Id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..8];
        PublicKey = key.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>First 8 hexadecimal digits of the public key's SHA-256.</summary>
    public string Id { get; }

    /// <summary>PEM.</summary>
    public string PublicKey { get; }

    public byte[] Sign(byte[] content)
    {
        // A key object serves one thread at a time.
        lock (signing)
            return key.SignData(content, HashAlgorithmName.SHA256);
    }

    public void Dispose() => key.Dispose();
}
