namespace Ticketing.Tests.Browser;

/// <summary>Where somebody of the same network keeps many seats already, the page does the work that is asked for, and nobody sees it.</summary>
[Trait("Category", "Browser")]
[Trait("Asvs", "V11.1.4")]
public sealed class WorkingForSeatsInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Hold_WhenTheNetworkHasToWork_WorksAndGoesOn()
    {
        var address = $"2001:db8:{Random.Shared.Next(1, 0x10000):x}:5::1";
        var showing = await app.GivenShowingAsync(seats: 92);
        await (await app.GivenCustomerAsync(address)).HoldsAsync(showing.Id, 0, 1, 2, 3, 4, 5, 6, 7);
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "ko-KR");
        await page.SetExtraHTTPHeadersAsync([new("X-Forwarded-For", address)]);
        var statuses = new List<int>();
        page.Response += (_, response) =>
        {
            if (response.Url.EndsWith("/holds", StringComparison.Ordinal))
                statuses.Add(response.Status);
        };

        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index='8'].available").ClickAsync();
        await page.Locator("button[data-index='9'].available").ClickAsync();
        await page.SendAsync("#hold");

        await page.Locator("#email").WaitForAsync();
        statuses.ShouldBe([403, 201]);
    }

    /// <summary>Words, and a button that waits.</summary>
    [Theory]
    [InlineData("ko-KR", "같은 네트워크에서 결제를 기다리는 좌석이")]
    [InlineData("en-US", "waiting for payment from your network")]
    public async Task Hold_WhenTheNetworkHasItsShare_SaysSo(string language, string words)
    {
        var network = $"2001:db8:{Random.Shared.Next(1, 0x10000):x}:6";
        // A hall of which a network gets eight.
        var showing = await app.GivenShowingAsync(seats: 20);
        await (await app.GivenCustomerAsync($"{network}::1")).HoldsAsync(showing.Id, 0, 1, 2, 3, 4, 5, 6, 7);
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, language);
        await page.SetExtraHTTPHeadersAsync([new("X-Forwarded-For", $"{network}::2")]);

        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index='8'].available").ClickAsync();
        await page.Locator("button[data-index='9'].available").ClickAsync();
        await page.Locator("#hold").ClickAsync();

        await page.Locator("#notice", new() { HasText = words }).WaitForAsync();
        (await page.Locator("#hold").IsDisabledAsync()).ShouldBeTrue();
        await page.Locator("#hold:enabled").WaitForAsync();
    }
}
