using Microsoft.Playwright;
using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Browser;

/// <summary>What a visitor is told of a showing on the pages of its film and its cinema.</summary>
[Trait("Category", "Browser")]
public sealed class ShowingTimesInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    public static TheoryData<string, bool> Visitors => new() { { "ko-KR", true }, { "ko-KR", false }, { "en-US", true }, { "en-US", false } };

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task Price_OnThePageOfTheFilm_IsTheAdults(string language, bool onPhone)
    {
        var page = await NewPageAsync(language, onPhone);
        // On a day without others, that may be cheaper.
        var showing = await app.GivenShowingAsync(startsIn: TimeSpan.FromDays(Random.Shared.Next(20, 300)));

        await OpenAsync(page, FilmPageOf(showing), showing);
        var from = await HallOf(page, showing).Locator(".hall-name").InnerTextAsync();
        await page.OpenAsync($"/showings/{showing.Id}");
        var adult = await page.Locator("[data-concession='adult'] small").InnerTextAsync();

        from.ShouldContain(language == "ko-KR" ? $"성인 {adult}부터" : $"adults from {adult}");
        // The sum is a script's, the prices are the server's.
        await page.Locator("button[data-index='0']").ClickAsync();
        await Assertions.Expect(page.Locator("#total")).ToHaveTextAsync(adult);
    }

    /// <summary>Opens a page until it names the showing: lists are kept for a second or two.</summary>
    static async Task OpenAsync(IPage page, string address, Showing showing) => await Eventually.BecomesAsync(
        async () =>
        {
            await page.OpenAsync(address);
            return await page.Locator($"[data-showing='{showing.Id}']").CountAsync();
        },
        named => named == 1);

    static string FilmPageOf(Showing showing) => $"/films/{showing.FilmId}?date={DayOf(showing):yyyy-MM-dd}";

    static DateOnly DayOf(Showing showing) => DateOnly.FromDateTime(WallClock.At(showing.StartsAt, "Asia/Seoul").DateTime);

    static ILocator HallOf(IPage page, Showing showing) => page.Locator(".hall", new() { Has = page.Locator($"[data-showing='{showing.Id}']") });

    Task<IPage> NewPageAsync(string language, bool onPhone) => chromium.NewPageAsync(app.Address("web"), ScreenOf(onPhone), language);

    static Screen ScreenOf(bool onPhone) => onPhone ? Screen.Phone : Screen.Desktop;
}
