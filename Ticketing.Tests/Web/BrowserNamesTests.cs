using Ticketing.Web.Localization;

namespace Ticketing.Tests.Web;

public sealed class BrowserNamesTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome, Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge, Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1", "Safari, iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; SM-S928N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36", "Samsung Internet, Android")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0", "Firefox, Linux")]
    [InlineData("curl/8.9.1", "curl/8.9.1")]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    public void Of_WhatABrowserSaysOfItself_NamesIt(string? userAgent, string? name) => BrowserNames.Of(userAgent).ShouldBe(name);

    [Fact]
    public void Of_AnEndlessUnknownOne_IsCutOff() => BrowserNames.Of(new string('?', 300))!.Length.ShouldBe(60);
}
