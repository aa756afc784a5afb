using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Xunit;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Workers.Payments;

namespace Ticketing.Tests.Bookings;

[Trait("Category", "Security")]
public sealed class TicketCodeTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    static readonly TicketClaims Claims = GivenTicket.Claims();

    [Fact]
    [Trait("Asvs", "V6.2.2")]
    public void Verify_WhenSigned_SaysWhatWasSigned()
    {
        using var signer = GivenSigningKey.Signer();

        var code = signer.Sign(Claims);

        code.ShouldStartWith($"T2.{signer.KeyId}.");
        TicketCode.Verify(code, [signer.Verifying()], Now).ShouldBe(Claims);
    }

    [Property(MaxTest = 200)]
    [Trait("Asvs", "V6.2.2")]
    public bool Verify_OfWhateverWasSigned_SaysIt(Guid id, NonNull<string> reference, long showing, NonNull<string> seat, int start, int issued, Concession concession)
    {
        // A lone surrogate is no character, and JSON has a replacement for it.
        var (said, label) = (Characters(reference.Get), Characters(seat.Get));
        using var signer = GivenSigningKey.Signer();
        var claims = new TicketClaims(id, said, showing, label, start, concession, issued);

        var code = signer.Sign(claims);

        return code.Length > 2000 || TicketCode.Verify(code, [signer.Verifying()], Now) == claims;
    }

    [Property(MaxTest = 1000)]
    [Trait("Asvs", "V6.2.2")]
    public bool Verify_WhenAnyCharacterIsAnother_SaysNothing(NonNegativeInt place, char other)
    {
        using var signer = GivenSigningKey.Signer();
        var code = signer.Sign(Claims);
        var at = place.Get % code.Length;

        return code[at] == other || TicketCode.Verify($"{code[..at]}{other}{code[(at + 1)..]}", [signer.Verifying()], Now) is null;
    }

    /// <summary>Characters of the alphabet are the hardest to tell: the last one has bits that carry nothing.</summary>
    [Fact]
    [Trait("Asvs", "V6.2.2")]
    public void Verify_WhenACharacterIsAnyOtherOfTheAlphabet_SaysNothing()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_. \r\n=";
        using var signer = GivenSigningKey.Signer();
        var code = signer.Sign(Claims);
        var last = code.Length - 1;

        foreach (var place in (int[])[0, 1, 2, 3, code.LastIndexOf('.') - 1, code.LastIndexOf('.'), last])
        {
            foreach (var other in alphabet.Where(other => other != code[place]))
                TicketCode.Verify($"{code[..place]}{other}{code[(place + 1)..]}", [signer.Verifying()], Now).ShouldBeNull($"{other} at {place}");
        }
    }

    [Property(MaxTest = 300)]
    [Trait("Asvs", "V6.2.2")]
    public bool Verify_WhenSomethingIsAddedOrCutOff_SaysNothing(NonNegativeInt place, char more)
    {
        using var signer = GivenSigningKey.Signer();
        var code = signer.Sign(Claims);
        var at = place.Get % code.Length;

        return TicketCode.Verify($"{code[..at]}{more}{code[at..]}", [signer.Verifying()], Now) is null
            && TicketCode.Verify(code[..at], [signer.Verifying()], Now) is null
            && TicketCode.Verify(code + more, [signer.Verifying()], Now) is null;
    }

    [Fact]
    [Trait("Asvs", "V6.2.2")]
    public void Verify_WhenKeyIsAnothersOfTheSameName_SaysNothing()
    {
        using var signer = GivenSigningKey.Signer();
        using var forger = GivenSigningKey.Signer();
        var forged = forger.Sign(Claims).Replace(forger.KeyId, signer.KeyId, StringComparison.Ordinal);

        TicketCode.Verify(forged, [signer.Verifying()], Now).ShouldBeNull();
        TicketCode.Verify(forger.Sign(Claims), [signer.Verifying()], Now).ShouldBeNull();
    }

    /// <summary>The release before this one has sold tickets that say less.</summary>
    [Fact]
    [Trait("Asvs", "V6.2.2")]
    public void Verify_WhenTheCodeIsOfTheFormerForm_SaysWhatItSays()
    {
        var former = Claims with { Concession = null, IssuedAt = null };
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        TicketCode.Verify(FormerCode(former, key), [Verifying(key)], Now).ShouldBe(former);
    }

    /// <summary>Whoever has a child's ticket must not make it one that does not say so.</summary>
    [Fact]
    [Trait("Asvs", "V11.1.5")]
    public void Verify_WhenTheConcessionIsLeftOut_SaysNothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var without = FormerCode(Claims with { Concession = null }, key, form: "T2");
        using var signer = GivenSigningKey.Signer();

        TicketCode.Verify(without, [Verifying(key)], Now).ShouldBeNull();
        TicketCode.Verify($"T1{signer.Sign(Claims)[2..]}", [signer.Verifying()], Now).ShouldBeNull();
        Should.Throw<ArgumentException>(() => signer.Sign(Claims with { Concession = null }));
    }

    [Fact]
    [Trait("Asvs", "V1.6.1")]
    public void Verify_WhenTheKeyIsRetired_SaysNothing()
    {
        using var signer = GivenSigningKey.Signer();
        var key = signer.Verifying(supersededAt: Now.AddDays(-1), verifiesUntil: Now);
        var code = signer.Sign(Claims);

        TicketCode.Verify(code, [key], Now.AddTicks(-1)).ShouldBe(Claims);
        TicketCode.Verify(code, [key], Now).ShouldBeNull();
        TicketCode.Verify(code, [signer.Verifying(supersededAt: Now.AddDays(-1))], Now).ShouldBeNull();
        // While it signs, its time is not over, whatever is known of its showings.
        TicketCode.Verify(code, [signer.Verifying(verifiesUntil: Now.AddDays(-1))], Now).ShouldBe(Claims);
    }

    [Theory]
    [Trait("Asvs", "V6.2.1")]
    [InlineData("")]
    [InlineData("T1")]
    [InlineData("T2...")]
    [InlineData("T2.a.b.c.d")]
    [InlineData("https://example.com/T2.x.y.z")]
    public void Verify_WhenItIsNoTicket_SaysNothing(string code)
    {
        using var signer = GivenSigningKey.Signer();

        TicketCode.Verify(code, [signer.Verifying()], Now).ShouldBeNull();
    }

    [Fact]
    public void Sign_WhenManyThreadsSign_AllAreValid()
    {
        using var signer = GivenSigningKey.Signer();

        var codes = Enumerable.Range(0, 200).AsParallel().Select(_ => signer.Sign(Claims)).ToList();

        codes.ShouldAllBe(code => TicketCode.Verify(code, new[] { signer.Verifying() }, Now) == Claims);
    }

    [Theory]
    [Trait("Asvs", "V6.2.2")]
    [InlineData("not base64!")]
    [InlineData("bm90IGEga2V5")]
    public void Signer_WhenKeyIsNone_SaysSo(string pkcs8) => Should.Throw<ArgumentException>(() => new TicketSigner(pkcs8));

    [Fact]
    [Trait("Asvs", "V6.2.2")]
    public void Signer_WhenKeyIsOnAnotherCurve_SaysSo()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var pkcs8 = Convert.ToBase64String(key.ExportPkcs8PrivateKey());

        Should.Throw<ArgumentException>(() => new TicketSigner(pkcs8));
    }

    [Fact]
    public void Reference_WhenMade_HasNoLookAlikes()
    {
        var references = Enumerable.Range(0, 1000).Select(_ => BookingReference.New()).ToList();

        references.Distinct().Count().ShouldBe(1000);
        references.ShouldAllBe(reference => reference.Length == 10);
        string.Concat(references).ShouldAllBe(character => !"01258BILOSUVZ".Contains(character));
    }

    static string Characters(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>As the release before this one signs.</summary>
    static string FormerCode(TicketClaims claims, ECDsa key, string form = "T1")
    {
        var content = claims.IssuedAt is null
            ? JsonSerializer.SerializeToUtf8Bytes(new { t = claims.TicketId, b = claims.Reference, s = claims.ShowingId, l = claims.SeatLabel, d = claims.StartsAt })
            : JsonSerializer.SerializeToUtf8Bytes(
                new { t = claims.TicketId, b = claims.Reference, s = claims.ShowingId, l = claims.SeatLabel, d = claims.StartsAt, i = claims.IssuedAt });
        var signed = $"{form}.{Verifying(key).Id}.{Base64Url.EncodeToString(content)}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    static TicketKey Verifying(ECDsa key) => new() { Id = "0123abcd", PublicKey = key.ExportSubjectPublicKeyInfoPem(), CreatedAt = default };
}
