using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ticketing.Tests.Browser;

/// <summary>A customer stays in the language of the pages, from the first to the checkout, and may change it on the way.</summary>
[Trait("Category", "Browser")]
public sealed class LanguagesInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko-KR", "en-US", true)]
    [InlineData("en-US", "ko-KR", false)]
    public async Task Customer_WhoReadsAnotherLanguageThanTheBrowsers_StaysInItAndKeepsTheSeatsWhenTheyChangeIt(string browsers, string read, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, browsers);
        var showing = await app.GivenShowingAsync();
        await page.OpenAsync("/");
        await ShouldBeInAsync(browsers);

        await page.Locator("#language").ClickAsync();
        await ShouldBeInAsync(read);
        await new Album(read[..2], screen).ShootAsync(page, "1-films-other-language");
        await page.Locator("#films a[href*='/films/']").Last.ClickAsync();
        await ShouldBeInAsync(read);
        await page.Locator("main a[href*='/cinemas/']").First.ClickAsync();
        await ShouldBeInAsync(read);
        // To the test's own showing as by a link of the page.
        await page.EvaluateAsync($"location.assign('{(read.StartsWith("en", StringComparison.Ordinal) ? "/en" : "")}/showings/{showing.Id}')");
        await page.Locator("button[data-index='0'].available").ClickAsync();
        await page.Locator("button[data-index='1'].available").ClickAsync();
        await page.SendAsync("#hold");
        await page.Locator("#checkout").WaitForAsync();
        await ShouldBeInAsync(read);

        await page.Locator("#language").ClickAsync();
        await page.Locator("#checkout").WaitForAsync();
        await ShouldBeInAsync(browsers);
        (await page.Locator(".seat-name").AllInnerTextsAsync()).Count.ShouldBe(2);
        await page.Locator(".brand").ClickAsync();
        await ShouldBeInAsync(browsers);

        async Task ShouldBeInAsync(string language)
        {
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language[..2]);
            await Assertions.Expect(page).ToHaveURLAsync(new Regex(language.StartsWith("en", StringComparison.Ordinal) ? "^http://[^/]+/en([/?#]|$)" : "^http://[^/]+/(?!en([/?#]|$))"));
        }
    }
}
