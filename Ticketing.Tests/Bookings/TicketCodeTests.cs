using System.Security.Cryptography;
using Ticketing.Core.Bookings;

namespace Ticketing.Tests.Bookings;

public sealed class TicketCodeTests
{
    static readonly TicketClaims Claims = new(Guid.NewGuid(), "A3C4E6F7GH", 42, "H12", 1_795_000_000);

    [Fact]
    public void Verify_WhenSigned_SaysWhatWasSigned()
    {
        using var signer = GivenSigningKey.Signer();

        var code = signer.Sign(Claims);

        code.ShouldStartWith($"T1.{signer.KeyId}.");
        TicketCode.Verify(code, [KeyOf(signer)]).ShouldBe(Claims);
    }

    [Fact]
    public void Verify_WhenAnyCharacterIsChanged_SaysNothing()
    {
        using var signer = GivenSigningKey.Signer();
        var code = signer.Sign(Claims);

        // The last character's lowest bits may be padding, which carries nothing.
        for (var place = 0; place < code.Length - 1; place++)
        {
            var tampered = code[..place] + (code[place] == 'A' ? 'B' : 'A') + code[(place + 1)..];
            TicketCode.Verify(tampered, [KeyOf(signer)]).ShouldBeNull($"at {place}");
        }
    }

    [Fact]
    public void Verify_WhenKeyIsAnothersOfTheSameName_SaysNothing()
    {
        using var signer = GivenSigningKey.Signer();
        using var forger = GivenSigningKey.Signer();
        var forged = forger.Sign(Claims).Replace(forger.KeyId, signer.KeyId, StringComparison.Ordinal);

        TicketCode.Verify(forged, [KeyOf(signer)]).ShouldBeNull();
        TicketCode.Verify(forger.Sign(Claims), [KeyOf(signer)]).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("T1")]
    [InlineData("T1...")]
    [InlineData("T1.a.b.c.d")]
    [InlineData("https://example.com/T1.x.y.z")]
    public void Verify_WhenItIsNoTicket_SaysNothing(string code)
    {
        using var signer = GivenSigningKey.Signer();

        TicketCode.Verify(code, [KeyOf(signer)]).ShouldBeNull();
    }

    [Fact]
    public void Sign_WhenManyThreadsSign_AllAreValid()
    {
        using var signer = GivenSigningKey.Signer();

        var codes = Enumerable.Range(0, 200).AsParallel().Select(_ => signer.Sign(Claims)).ToList();

        codes.ShouldAllBe(code => TicketCode.Verify(code, new[] { KeyOf(signer) }) == Claims);
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("bm90IGEga2V5")]
    public void Signer_WhenKeyIsNone_SaysSo(string pkcs8) => Should.Throw<ArgumentException>(() => new TicketSigner(pkcs8));

    [Fact]
    public void Reference_WhenMade_HasNoLookAlikes()
    {
        var references = Enumerable.Range(0, 1000).Select(_ => BookingReference.New()).ToList();

        references.Distinct().Count().ShouldBe(1000);
        references.ShouldAllBe(reference => reference.Length == 10);
        string.Concat(references).ShouldAllBe(character => !"01258BILOSUVZ".Contains(character));
    }

    static TicketKey KeyOf(TicketSigner signer) => new() { Id = signer.KeyId, PublicKey = signer.PublicKey, CreatedAt = default };
}

static class GivenSigningKey
{
    public static string Pkcs8()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    }

    public static TicketSigner Signer() => new(Pkcs8());
}
