using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aspire.Hosting.Publishing;

namespace Ticketing.AppHost;

/// <summary>A new ECDSA key on the curve P-256: PKCS#8 in base64.</summary>
sealed class SigningKeyDefault : ParameterDefault
{
    public override string GetDefaultValue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    }

    public override void WriteToManifest(ManifestPublishingContext context) =>
        throw new NotSupportedException("No deployment tool can make up a signing key: it comes from outside.");
}

/// <summary>A new RSA key with a certificate that it signed itself: PKCS#12 without a password, in base64.</summary>
sealed class CertificateDefault : ParameterDefault
{
    public override string GetDefaultValue()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=ticketing", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        // It only carries a key: nobody looks at its dates.
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now, now.AddYears(10));
        return Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12));
    }

    public override void WriteToManifest(ManifestPublishingContext context) =>
        throw new NotSupportedException("No deployment tool can make up a certificate: it comes from outside.");
}
