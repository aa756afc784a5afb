using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Workers.Payments;

namespace Ticketing.Tests.Support.Bookings;

static class GivenTicket
{
    public static TicketClaims Claims(long showingId = 42) =>
        new(Guid.NewGuid(), "A3C4E6F7GH", showingId, "H12", 1_795_000_000, Concession.Youth, 1_794_000_000);
}

static class GivenSigningKey
{
    public static string Pkcs8()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    }

    public static TicketSigner Signer() => new(Pkcs8());

    public static TicketKey Verifying(this TicketSigner signer, DateTimeOffset? supersededAt = null, DateTimeOffset? verifiesUntil = null) =>
        new() { Id = signer.KeyId, PublicKey = signer.PublicKey, CreatedAt = default, SupersededAt = supersededAt, VerifiesUntil = verifiesUntil };
}

/// <summary>Signs as the provider documents it.</summary>
static class GivenWebhook
{
    public static string Signature(DateTimeOffset at, byte[] body, byte[] key)
    {
        var seconds = at.ToUnixTimeSeconds();
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{seconds}."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(key, signed))}";
    }
}
