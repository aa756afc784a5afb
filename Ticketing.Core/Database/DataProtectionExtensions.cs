using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

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
        // Before the library's own, which reads the keys when the service starts.
        builder.Services.AddHostedService<FirstDataProtectionKey>();
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

/// <summary>
/// Makes the first key, one for all replicas that start together on a new database. Otherwise each makes its own, and one that has read
/// the keys a moment too early knows nothing of the others' for up to a day: cookies, forms and authenticators work at one replica only.
/// </summary>
sealed class FirstDataProtectionKey(
    IServiceScopeFactory scopes, IKeyManager keys, IOptions<KeyManagementOptions> options, TimeProvider time, ILogger<FirstDataProtectionKey> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        try
        {
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            await database.LockAsync(["data-protection-keys"], cancellationToken);
            if (!await database.DataProtectionKeys.AnyAsync(cancellationToken))
                keys.CreateNewKey(time.GetUtcNow(), time.GetUtcNow() + options.Value.NewKeyLifetime);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A service starts without its database too, and beside a standby.
            logger.LogWarning(e, "Whether there is a key for cookies and tokens could not be looked up");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
