using MimeKit;
using Ticketing.Core.Mails;

namespace Ticketing.Tests.Emails;

/// <summary>What is taken as an address can be mailed, and has one spelling.</summary>
public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("mina@example.com")]
    [InlineData("Mina.Kim+tickets@example.co.kr")]
    [InlineData("o'hara_{x}@a-b.example")]
    [InlineData("m@1und1.example")]
    public void Parse_OfAnAddress_IsTheAddress(string address)
    {
        EmailAddress.Parse(address).ShouldBe(address);
        MailboxAddress.TryParse(new ParserOptions { AddressParserComplianceMode = RfcComplianceMode.Strict }, address, out var mailbox).ShouldBeTrue();
        mailbox!.Address.ShouldBe(address);
    }

    [Theory]
    [InlineData(" mina@example.com\t", "mina@example.com")]
    [InlineData("\u200bmina@example.com\u200b\ufeff", "mina@example.com")]
    [InlineData("\u00a0mina@example.com\u3000", "mina@example.com")]
    [InlineData("mina@example.com.", "mina@example.com")]
    [InlineData("Mina@EXAMPLE.Com", "Mina@example.com")]
    [InlineData("\"mina.kim\"@example.com", "mina.kim@example.com")]
    [InlineData("mina@예매.example", "mina@xn--9z2b15t.example")]
    [InlineData("mina@BÜCHER.example", "mina@xn--bcher-kva.example")]
    [InlineData("mina@XN--BCHER-KVA.example", "mina@xn--bcher-kva.example")]
    public void Parse_OfAnotherSpelling_IsTheOneThatIsKept(string written, string kept) => EmailAddress.Parse(written).ShouldBe(kept);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("mina")]
    [InlineData("@example.com")]
    [InlineData("mina@")]
    [InlineData("mina@localhost")]
    [InlineData("moi.@example.com")]
    [InlineData(".moi@example.com")]
    [InlineData("mo..i@example.com")]
    [InlineData("mi na@example.com")]
    [InlineData("\"mi na\"@example.com")]
    [InlineData("mi\u200bna@example.com")]
    [InlineData("미나@example.com")]
    [InlineData("=?utf-8?q?mina?=@example.com")]
    [InlineData("mina@[192.0.2.1]")]
    [InlineData("mina@192.0.2.1")]
    [InlineData("mina@-example.com")]
    [InlineData("mina@example-.com")]
    [InlineData("mina@example..com")]
    [InlineData("mina@example.com..")]
    [InlineData("mina@exam_ple.com")]
    [InlineData("mina@example.com>")]
    [InlineData("Mina <mina@example.com>")]
    [InlineData("mina@example.com,kim@example.com")]
    [InlineData("mina@kim@example.com")]
    [InlineData("mina@example.com\r\nBcc: all@example.com")]
    public void Parse_OfWhatCannotBeMailed_IsNothing(string? written) => EmailAddress.Parse(written).ShouldBeNull();

    [Theory]
    [InlineData(64, 189, true)]
    [InlineData(65, 188, false)]
    [InlineData(64, 190, false)]
    public void Parse_OfALongAddress_KeepsToTheLimits(int local, int domain, bool isTaken)
    {
        var labels = string.Concat(Enumerable.Repeat($"{new string('d', 59)}.", 4))[..(domain - 4)].TrimEnd('.');
        var address = $"{new string('l', local)}@{labels.PadRight(domain - 4, 'd')}.com";

        address.Length.ShouldBe(local + 1 + domain);
        (EmailAddress.Parse(address) is not null).ShouldBe(isTaken);
    }
}
