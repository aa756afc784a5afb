using Ticketing.Core.Payments;

namespace Ticketing.Tests.Bookings;

public sealed class WebhookSignatureTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    static readonly byte[] Key = "a key of the provider and of us"u8.ToArray();
    static readonly byte[] Body = """{"id":"evt_1"}"""u8.ToArray();

    [Fact]
    public void IsValid_WhenSignedJustNow_IsTrue() => IsValid(Signature(Now)).ShouldBeTrue();

    [Fact]
    public void IsValid_WhenBodyIsAnother_IsFalse() =>
        WebhookSignature.IsValid(Signature(Now), """{"id":"evt_2"}"""u8, Key, Now).ShouldBeFalse();

    [Fact]
    public void IsValid_WhenKeyIsAnother_IsFalse() =>
        WebhookSignature.IsValid(Signature(Now), Body, "another key"u8.ToArray(), Now).ShouldBeFalse();

    [Theory]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void IsValid_WhenFiveMinutesOff_EndsThere(int seconds, bool valid) => IsValid(Signature(Now.AddSeconds(seconds))).ShouldBe(valid);

    [Fact]
    public void IsValid_WhenTimeIsChanged_IsFalse() =>
        IsValid(Signature(Now.AddDays(-1)).Replace($"t={Now.AddDays(-1).ToUnixTimeSeconds()}", $"t={Now.ToUnixTimeSeconds()}", StringComparison.Ordinal)).ShouldBeFalse();

    [Fact]
    public void IsValid_WhenOneOfTwoKeysFits_IsTrue() =>
        IsValid($"{Signature(Now, "the old key"u8.ToArray())},v1={Signature(Now).Split("v1=")[1]}").ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("t=,v1=")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("t=-5,v1=00")]
    public void IsValid_WhenHeaderIsNone_IsFalse(string? header) => IsValid(header).ShouldBeFalse();

    [Fact]
    public void IsValid_WhenThereIsNoSignature_IsFalse() => IsValid($"t={Now.ToUnixTimeSeconds()}").ShouldBeFalse();

    static bool IsValid(string? header) => WebhookSignature.IsValid(header, Body, Key, Now);

    static string Signature(DateTimeOffset at, byte[]? key = null) => GivenWebhook.Signature(at, Body, key ?? Key);
}
