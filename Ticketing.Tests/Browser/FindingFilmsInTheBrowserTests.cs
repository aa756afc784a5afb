using System.Net;
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

    [Theory]
    [InlineData("ko-KR", true, "ㅇㄷㅂㅇ", "올드보이")]
    [InlineData("ko-KR", false, "박찬욱", "헤어질 결심")]
    [InlineData("en-US", true, "old BOY", "Oldboy")]
    [InlineData("en-US", false, "tang wei", "Decision to Leave")]
    public async Task Search_FromHomeWithoutScripts_FindsTheFilmAtAnAddressOfItsOwn(string language, bool onPhone, string query, string title)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts: false);
        await page.OpenAsync("/");

        await page.Locator("#q").FillAsync(query);
        await page.Locator("#q").PressAsync("Enter");

        await Assertions.Expect(page.Locator(".film-title").First).ToHaveTextAsync(title);
        new Uri(page.Url).AbsolutePath.ShouldBe(Languages.Localize("/films", language[..2]));
        (await page.Locator("#q").InputValueAsync()).ShouldBe(query);
        await new Album(language[..2], screen).ShootAsync(page, "film-2-search");
        await page.Locator(".films a").First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(title);
    }

    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Search_WhenThereIsNoSuchFilm_SaysSoAndOffersWhatThereIs(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts: false);

        await page.OpenAsync(Languages.Localize("/films?q=%3Cb%3Enothing%20of%20ours", language[..2]));

        await Assertions.Expect(page.Locator("#nothing-found")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("h2").First).ToContainTextAsync("<b>nothing of ours");
        (await page.Locator(".films li").CountAsync()).ShouldBeGreaterThan(10);
        await new Album(language[..2], screen).ShootAsync(page, "film-3-nothing-found");
    }

    [Theory]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V5.1.3")]
    [InlineData("a%00b")]
    [InlineData("a%0d%0ab")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Search_ForWhatIsNoSearch_IsRefusedInWords(string query)
    {
        using var visitor = new WebVisitor(app);

        using var answer = await visitor.GetAsync($"/en/films?q={query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("at most 100 characters");
    }

    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Filter_OfFormatAndCinemaWithoutScripts_ListsFilmsAndShowingsOfThem(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts: false);
        await page.OpenAsync("/");

        await page.Locator("#format").SelectOptionAsync("Imax");
        await page.Locator("#cinema").SelectOptionAsync("seoul-gangnam");
        await page.Locator("#find-films").ClickAsync();

        await Assertions.Expect(page.Locator("#found")).ToBeVisibleAsync();
        (await page.Locator("#format").InputValueAsync()).ShouldBe("Imax");
        await Assertions.Expect(page.Locator("a[href*='/films/dune-part-two']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("a[href*='/films/parasite']")).ToHaveCountAsync(0);
        await new Album(language[..2], screen).ShootAsync(page, "film-4-filter");
        await page.Locator("a[href*='/films/dune-part-two']").ClickAsync();
        await Assertions.Expect(page.Locator(".hall .chip").First).ToHaveTextAsync("IMAX");
        page.Url.ShouldEndWith("/films/dune-part-two?format=Imax&cinema=seoul-gangnam");
        var halls = await page.Locator(".hall").CountAsync();
        (await page.Locator(".hall .chip:text('IMAX')").CountAsync()).ShouldBe(halls);
        await Assertions.Expect(page.Locator(".day-strip a[href*='format=Imax']").First).ToBeVisibleAsync();
        await new Album(language[..2], screen).ShootAsync(page, "film-5-filtered-showings");
        await page.Locator("#clear").ClickAsync();
        await Assertions.Expect(page.Locator("#clear")).ToHaveCountAsync(0);
        page.Url.ShouldContain("cinema=seoul-gangnam");
    }

    [Theory]
    [InlineData("ko-KR", false)]
    [InlineData("en-US", true)]
    public async Task Filter_WhenNothingMatches_SaysSoAndHowToClearIt(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts: false);

        await page.OpenAsync(Languages.Localize("/films?q=parasite&format=Imax&sound=Dubbed", language[..2]));
        await Assertions.Expect(page.Locator("#nothing-found")).ToBeVisibleAsync();
        await page.Locator("#clear").ClickAsync();
        await Assertions.Expect(page.Locator(".films li")).ToHaveCountAsync(1);

        await page.OpenAsync(Languages.Localize("/films/parasite?format=Imax", language[..2]));
        await Assertions.Expect(page.Locator(".time")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#chosen")).ToBeVisibleAsync();
        await new Album(language[..2], screen).ShootAsync(page, "film-6-none-matches");
        await page.Locator("#clear").ClickAsync();
        await Assertions.Expect(page.Locator("#clear")).ToHaveCountAsync(0);
        page.Url.ShouldNotContain("format");
    }

    [Fact]
    public async Task Filter_OfDubbedFilms_FindsTheOneThatSpeaksKorean()
    {
        using var visitor = new WebVisitor(app);

        var page = await visitor.ReadAsync("/films?sound=Dubbed");

        page.ShouldContain("/films/frozen-2?sound=Dubbed");
        page.ShouldNotContain("/films/parasite");
    }

    [Theory]
    [InlineData("/films?format=Smell")]
    [InlineData("/films?sound=99")]
    [InlineData("/films/parasite?format=Smell")]
    public async Task Filter_ThatThereIsNot_IsRefused(string address)
    {
        using var visitor = new WebVisitor(app);

        using var answer = await visitor.GetAsync(address);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("ko-KR", true, "개봉 예정", "달빛 우체국")]
    [InlineData("en-US", false, "In cinemas", "The Moonlight Post Office")]
    public async Task Home_WhenAFilmIsNotReleasedYet_AnnouncesItWithItsDateAndNoTimes(string language, bool onPhone, string words, string title)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts: false);
        await using var database = await app.DatabaseAsync();
        var released = (await database.Films.FindAsync("the-moonlight-post-office"))!.ReleasedInKorea;

        await page.OpenAsync("/");

        var film = page.Locator("#coming-soon li", new() { HasText = title });
        await Assertions.Expect(film).ToContainTextAsync(words);
        await Assertions.Expect(film).ToContainTextAsync($"{released.Day}");
        await Assertions.Expect(film).ToContainTextAsync($"{released.Year}");
        await Assertions.Expect(page.Locator("#films a[href$='/films/the-moonlight-post-office']")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#coming-soon a[href*='/showings/']")).ToHaveCountAsync(0);
        await new Album(language[..2], screen).ShootAsync(page, "film-7-coming-soon");
        await film.Locator("a").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(title);
        await Assertions.Expect(page.Locator(".empty-note")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".time, .day-strip, .cinema-tabs")).ToHaveCountAsync(0);
        await new Album(language[..2], screen).ShootAsync(page, "film-8-not-planned");
    }
}
