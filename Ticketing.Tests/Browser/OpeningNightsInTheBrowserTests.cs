using Microsoft.Playwright;
using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Browser;

/// <summary>What the home page says of a sale before its opening and after.</summary>
[Trait("Category", "Browser")]
public sealed class OpeningNightsInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData("ko-KR", true, "예매 중", "지금 예매하기", "대기실에서 순서대로")]
    [InlineData("en-US", false, "On sale now", "Book now", "let in by turns")]
    public async Task Banner_OnceTheSaleIsOpen_StaysWhileItIsNewsOrQueuedForAndSeatsAreLeft(
        string language, bool onPhone, string onSale, string book, string byTurns)
    {
        var (news, queued, old) = (await GivenOpeningAsync(-Day / 2), await GivenOpeningAsync(-2 * Day), await GivenOpeningAsync(-2 * Day));
        await app.GivenWaitingRoomAsync(queued.Id, cap: 1);
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);

        await ShowsAsync(news, true);
        await ShowsAsync(queued, true);
        await page.LoadedAsync();
        (await BannerOf(old).CountAsync()).ShouldBe(0);
        var words = await BannerOf(news).InnerTextAsync();
        words.ShouldContain(onSale);
        words.ShouldContain(book);
        words.ShouldNotContain(byTurns);
        (await BannerOf(queued).InnerTextAsync()).ShouldContain(byTurns);
        await new Album(language[..2], screen).ShootAsync(page, "1-on-sale-now");
        (await BannerOf(news).Locator("a.button").GetAttributeAsync("href")).ShouldNotBeNull().ShouldEndWith($"/showings/{news.Id}");
        await BannerOf(queued).Locator("a.button").ClickAsync();
        // Who is let in at once goes on to the seats.
        await page.Locator("#waiting-room, #seat-picker").WaitForAsync();
        page.Url.ShouldEndWith($"/{queued.Id}");

        var customer = await app.GivenCustomerAsync();
        var hold = await customer.HoldsAsync(news.Id, 0, 1, 2, 3);
        await ShowsAsync(news, false);
        await customer.ReleasesAsync(hold);
        await ShowsAsync(news, true);

        ILocator BannerOf(Showing showing) => page.Locator($".opening[data-film='{showing.FilmId}']");

        // Pages know of a film after a minute and a half at most.
        Task ShowsAsync(Showing showing, bool shown) => Eventually.BecomesAsync(
            async () =>
            {
                await page.OpenAsync("/");
                return await BannerOf(showing).CountAsync() == 1;
            },
            there => there == shown);
    }

    [Theory]
    [InlineData("ko-KR", true, "예매 중", "개봉 예매 오픈 예정")]
    [InlineData("en-US", false, "On sale now", "Opening night")]
    public async Task Banner_WhenTheSaleOpens_SaysSoWithoutLoadingThePageAnew(string language, bool onPhone, string onSale, string announced)
    {
        var showing = await GivenOpeningAsync(TimeSpan.FromHours(3));
        var page = await chromium.NewPageAsync(app.Address("web"), onPhone ? Screen.Phone : Screen.Desktop, language);
        await page.Clock.InstallAsync();
        var banner = page.Locator($".opening[data-film='{showing.FilmId}']");
        await Eventually.BecomesAsync(
            async () =>
            {
                await page.OpenAsync("/");
                return await banner.CountAsync();
            },
            banners => banners == 1);
        await page.LoadedAsync();
        var loads = 0;
        page.Request += (_, request) => loads += request.IsNavigationRequest ? 1 : 0;
        (await banner.InnerTextAsync()).ShouldContain(announced);
        (await banner.InnerTextAsync()).ShouldNotContain(onSale);

        await page.Clock.FastForwardAsync("03:00:01");

        await Assertions.Expect(banner).ToContainTextAsync(onSale, new() { UseInnerText = true });
        (await banner.InnerTextAsync()).ShouldNotContain(announced);
        loads.ShouldBe(0);
    }

    /// <summary>A film with one showing for four, in a few days.</summary>
    async Task<Showing> GivenOpeningAsync(TimeSpan saleOpensIn)
    {
        // Behind those that other tests take the first of.
        var film = GivenCatalogue.AFilm($"zz-{Guid.NewGuid():N}");
        await using var database = await app.DatabaseAsync();
        database.Films.Add(film);
        await database.SaveChangesAsync();
        return await database.GivenShowingAsync(seats: 4, startsIn: 3 * Day, saleOpensIn: saleOpensIn, film: film.Id);
    }
}
