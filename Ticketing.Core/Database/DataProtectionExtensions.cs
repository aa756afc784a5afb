using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ticketing.Core.Database;

public static class DataProtectionExtensions
{
    /// <summary>
    /// Keeps the keys of an application's cookies and tokens in the database, where all replicas read them, and a region that takes
    /// over too. They are encrypted for the certificate <c>DataProtection:Certificate</c> (PKCS#12 in base64, an RSA key, no password):
    /// who gets hold of a copy of the database can sign nobody in with it.
    /// </summary>
    /// <param name="application">Applications do not read each other's cookies and tokens.</param>
    /// <exception cref="InvalidOperationException">The setting is missing, or is no such certificate.</exception>
    public static void AddDataProtectionKeys(this IHostApplicationBuilder builder, string application)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDataProtection().SetApplicationName(application)
            .PersistKeysToDbContext<TicketingDbContext>()
            .ProtectKeysWithCertificate(Read(builder.Configuration["DataProtection:Certificate"]));
    }

    static X509Certificate2 Read(string? written)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(written ?? ""), password: null);
            return certificate.GetRSAPrivateKey() is null ? throw new InvalidOperationException("The certificate in DataProtection:Certificate has no RSA key.") : certificate;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new InvalidOperationException("DataProtection:Certificate must be a certificate with its key, as PKCS#12 in base64, without a password.", e);
        }
    }
}
