using Microsoft.Playwright;
using Ticketing.Web.Localization;

namespace Ticketing.Tests.Browser;

/// <summary>A visitor finds a film and reads about it, at both screen widths and in both languages.</summary>
[Trait("Category", "Browser")]
public sealed class FindingFilmsInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko-KR", true, "기택네 가족", "봉준호", "송강호")]
    [InlineData("en-US", false, "a family from a basement flat", "Bong Joon-ho", "Song Kang-ho")]
    [InlineData("ko-KR", false, "기택네 가족", "봉준호", "송강호")]
    [InlineData("en-US", true, "a family from a basement flat", "Bong Joon-ho", "Song Kang-ho")]
    public async Task FilmPage_WhenRead_SaysWhatItIsAboutWhoMadeItAndWhereTheTrailerIs(string language, bool onPhone, string about, string director, string actor)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts: false);

        await page.OpenAsync(Languages.Localize("/films/parasite", language[..2]));

        await Assertions.Expect(page.Locator(".synopsis")).ToContainTextAsync(about);
        await Assertions.Expect(page.Locator(".credits dd").First).ToHaveTextAsync(director);
        await Assertions.Expect(page.Locator(".credits dd").Last).ToContainTextAsync(actor);
        var trailer = page.Locator("#trailer");
        (await trailer.GetAttributeAsync("href"))!.ShouldStartWith("https://");
        (await trailer.GetAttributeAsync("rel"))!.Split(' ').ShouldBe(["external", "noopener", "noreferrer"]);
        await Assertions.Expect(page.Locator("iframe, video, embed, object")).ToHaveCountAsync(0);
        await new Album(language[..2], screen).ShootAsync(page, "film-1-about");
    }
}
