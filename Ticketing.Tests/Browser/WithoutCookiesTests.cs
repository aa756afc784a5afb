using Microsoft.Playwright;

namespace Ticketing.Tests.Browser;

/// <summary>Who blocks cookies is told so where nothing goes on without them. A browser that forgets them shows us the same.</summary>
[Trait("Category", "Browser")]
public sealed class WithoutCookiesTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko-KR", "쿠키를 허용")]
    [InlineData("en-US", "allow them for this site")]
    public async Task Hold_FromTheSeatMap_SaysThatCookiesAreNeeded(string language, string words)
    {
        var showing = await app.GivenShowingAsync();
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, language);
        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index='4'].available").ClickAsync();
        await page.Locator("button[data-index='5'].available").ClickAsync();
        await page.Context.ClearCookiesAsync();

        await page.SendAsync("#hold");

        await page.Locator("#notice", new() { HasText = words }).WaitForAsync();
        page.Url.ShouldEndWith($"/showings/{showing.Id}");
        await new Album(language[..2], Screen.Phone).ShootAsync(page, "without-cookies-seats");
    }

    [Theory]
    [InlineData("ko-KR", true, "쿠키가 꺼져 있습니다")]
    [InlineData("en-US", false, "Cookies are switched off")]
    public async Task Form_OfAPage_SaysThatCookiesAreNeeded(string language, bool onPhone, string words)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var showing = await app.GivenShowingAsync();
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts: false);
        foreach (var (address, button) in new[] { ("/account/login", "#login"), ($"/showings/{showing.Id}/seats", "#hold") })
        {
            await page.OpenAsync(address);
            await page.Context.ClearCookiesAsync();

            await page.SendAsync(button);

            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(words);
            // With cookies it goes on from here.
            (await page.Locator("#try-again").GetAttributeAsync("href")).ShouldBe(language == "en-US" ? $"/en{address}" : address);
        }

        await new Album(language[..2], screen).ShootAsync(page, "without-cookies-form");
    }
}
