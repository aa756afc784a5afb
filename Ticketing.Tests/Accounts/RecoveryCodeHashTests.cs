using Ticketing.Api.Accounts;

namespace Ticketing.Tests.Accounts;

[Trait("Category", "Security"), Trait("Asvs", "V2.6.2")]
public sealed class RecoveryCodeHashTests
{
    [Fact]
    public void Of_TheSameCodeTwice_IsNotTheSame() => RecoveryCodeHash.Of("ABCDE-FGHJK").ShouldNotBe(RecoveryCodeHash.Of("ABCDE-FGHJK"));

    [Theory]
    [InlineData("ABCDE-FGHJK", true)]
    [InlineData(" abcde-fghjk ", true)]
    [InlineData("ABCDE-FGHJL", false)]
    [InlineData("", false)]
    public void IsOf_WhatWasTyped_KnowsTheCode(string typed, bool isOf) => RecoveryCodeHash.IsOf(RecoveryCodeHash.Of("ABCDE-FGHJK"), typed).ShouldBe(isOf);

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void IsOf_WhatIsNoHash_IsFalse(string kept) => RecoveryCodeHash.IsOf(kept, "ABCDE-FGHJK").ShouldBeFalse();
}
