using Microsoft.Playwright;
using Ticketing.Web.Localization;

namespace Ticketing.Tests.Browser;

/// <summary>A visitor asks for the nearest cinema; where he is stays in the browser.</summary>
[Trait("Category", "Browser")]
public sealed class NearestCinemaInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    static readonly Geolocation Busan = new() { Latitude = 35.1587f, Longitude = 129.1604f };

    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Nearest_WhenAllowed_OrdersTheCinemasByDistanceAndTellsNobody(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        await page.Context.GrantPermissionsAsync(["geolocation"]);
        await page.Context.SetGeolocationAsync(Busan);
        await page.OpenAsync("/");
        await Assertions.Expect(page.Locator("#nearest button")).ToBeVisibleAsync();
        await page.LoadedAsync();
        // Nobody was asked before the button is pressed.
        await Assertions.Expect(page.Locator("#nearest [role=status]")).ToBeEmptyAsync();
        await Assertions.Expect(page.Locator(".cinemas a[href$='/cinemas/seoul-gangnam'] .away")).ToBeEmptyAsync();
        var requests = 0;
        page.Request += (_, _) => Interlocked.Increment(ref requests);

        await page.Locator("#nearest button").ClickAsync();

        await Assertions.Expect(page.Locator(".cinemas li a").First).ToHaveAttributeAsync("href", Languages.Localize("/cinemas/busan-haeundae", language[..2]));
        (await page.Locator(".cinemas li .away").First.InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal).ShouldBe("0.6km");
        (await page.Locator(".cinemas a[href$='/cinemas/seoul-gangnam'] .away").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal).ShouldBe("323km");
        await Assertions.Expect(page.Locator("#nearest [role=status]")).Not.ToBeEmptyAsync();
        requests.ShouldBe(0);
        await new Album(language[..2], screen).ShootAsync(page, "nearest-1-found");
    }

    [Theory]
    [InlineData("ko-KR", true, false, "허용")]
    [InlineData("en-US", false, false, "does not let us")]
    [InlineData("ko-KR", false, true, "알 수 없습니다")]
    [InlineData("en-US", true, true, "cannot be found")]
    public async Task Nearest_WhenDeniedOrUnknown_SaysWhichAndLeavesTheCinemas(string language, bool onPhone, bool allowed, string words)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        await page.Context.GrantPermissionsAsync(allowed ? ["geolocation"] : []);
        await page.Context.SetGeolocationAsync(null);
        await page.OpenAsync("/");
        var before = await page.Locator(".cinemas b").AllInnerTextsAsync();

        await page.Locator("#nearest button").ClickAsync();

        await Assertions.Expect(page.Locator("#nearest [role=status]")).ToContainTextAsync(words);
        await Assertions.Expect(page.Locator("#nearest button")).ToBeEnabledAsync();
        (await page.Locator(".cinemas b").AllInnerTextsAsync()).ShouldBe(before);
        await new Album(language[..2], screen).ShootAsync(page, allowed ? "nearest-2-unknown" : "nearest-3-denied");
    }

    [Fact]
    public async Task Nearest_WithoutScripts_IsNotOffered()
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "ko-KR", scripts: false);

        await page.OpenAsync("/");

        await Assertions.Expect(page.Locator("#nearest")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".cinemas li")).Not.ToHaveCountAsync(0);
    }

    [Theory]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V14.4.3")]
    [InlineData("/", "geolocation=(self)")]
    [InlineData("/en", "geolocation=(self)")]
    [InlineData("/films", "geolocation=()")]
    [InlineData("/cinemas/seoul-gangnam", "geolocation=()")]
    [InlineData("/nothing/here", "geolocation=()")]
    public async Task Page_ThatNeedNotKnowWhereSomebodyIs_MayNotAsk(string path, string allowed)
    {
        using var visitor = new WebVisitor(app);

        using var answer = await visitor.GetAsync(path);

        answer.Headers.GetValues("Permissions-Policy").Single().Split(", ").ShouldBe(["camera=()", allowed, "microphone=()"]);
    }
}
