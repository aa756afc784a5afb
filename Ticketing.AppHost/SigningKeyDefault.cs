using System.Security.Cryptography;
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
