using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Ticketing.Core.Database;

namespace Ticketing.Tests.Database;

public sealed class DataProtectionTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Keys_AreEncryptedInTheDatabase_AndReadByWhoHasTheCertificate()
    {
        var database = await app.GivenDatabaseAsync();
        var certificate = await app.SecretAsync("data-protection-certificate");
        using var writer = Start(database, certificate);
        using var reader = Start(database, certificate);

        var written = Protector(writer).Protect("a cookie");

        Protector(reader).Unprotect(written).ShouldBe("a cookie");
        await using var context = TicketingApp.CreateContext(database);
        var key = (await context.DataProtectionKeys.SingleAsync()).Xml.ShouldNotBeNull();
        key.ShouldContain("X509Certificate");
        key.ShouldNotContain("masterKey", Case.Sensitive, "the key itself, as it would be written in the open");
    }

    /// <summary>
    /// As the replicas of a first deployment do. Each would make a key; that one does not know another's shows only later, since
    /// for two minutes after its start a replica reads the keys again when it meets one that it does not know.
    /// </summary>
    [Fact]
    public async Task Keys_WhenReplicasStartTogetherOnANewDatabase_AreOne()
    {
        var (database, certificate) = (await app.GivenDatabaseAsync(), await app.SecretAsync("data-protection-certificate"));
        var replicas = Enumerable.Range(0, 6).Select(_ => Start(database, certificate)).ToList();

        await Task.WhenAll(replicas.Select(replica => Task.Run(() => replica.StartAsync())));

        foreach (var replica in replicas)
        {
            await replica.StopAsync();
            replica.Dispose();
        }

        await using var context = TicketingApp.CreateContext(database);
        (await context.DataProtectionKeys.CountAsync()).ShouldBe(1);
    }

    /// <summary>As one who has a copy of the database.</summary>
    [Fact]
    public async Task Keys_WithoutTheCertificate_AreOfNoUse()
    {
        var database = await app.GivenDatabaseAsync();
        using var writer = Start(database, await app.SecretAsync("data-protection-certificate"));
        using var thief = Start(database, new Ticketing.AppHost.CertificateDefault().GetDefaultValue());

        var written = Protector(writer).Protect("a cookie");

        Should.Throw<CryptographicException>(() => Protector(thief).Unprotect(written));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no base64")]
    [InlineData("bm8gY2VydGlmaWNhdGU=")]
    public void AddDataProtectionKeys_WithoutAGoodCertificate_SaysSo(string? certificate) =>
        Should.Throw<InvalidOperationException>(() => Start("Host=nowhere.invalid", certificate)).Message.ShouldContain("DataProtection:Certificate");

    static IDataProtector Protector(IHost service) => service.Services.GetDataProtector("test");

    static IHost Start(string database, string? certificate)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["ConnectionStrings:ticketing"] = database;
        builder.Configuration["DataProtection:Certificate"] = certificate;
        builder.AddTicketingDatabase();
        builder.AddDataProtectionKeys("test");
        return builder.Build();
    }
}
