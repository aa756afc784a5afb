using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Ticketing.Core.Catalogue;
using Ticketing.Web.Localization;

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

        await OpenAsync(page, FilmPageOf(showing, language), showing);
        var from = await HallOf(page, showing).Locator(".hall-name").InnerTextAsync();
        await page.OpenAsync($"/showings/{showing.Id}");
        var adult = await page.Locator("[data-concession='adult'] small").InnerTextAsync();

        from.ShouldContain(language == "ko-KR" ? $"성인 {adult}부터" : $"adults from {adult}");
        // The sum is a script's, the prices are the server's.
        await page.Locator("button[data-index='0'].available").ClickAsync();
        await Assertions.Expect(page.Locator("#total")).ToHaveTextAsync(adult);
    }

    /// <summary>In a hall of twenty: all of them, then few, then none.</summary>
    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task SeatsLeft_WhileAHallSellsOut_StandAtTheTime(string language, bool onPhone)
    {
        string[] words = language == "ko-KR" ? ["20석 남음", "매진 임박 8석", "매진"] : ["20 seats left", "Only 8 left", "Sold out"];
        var page = await NewPageAsync(language, onPhone);
        var showing = await app.GivenShowingAsync(seats: 20);
        var time = page.Locator($"[data-showing='{showing.Id}']");

        await ReadsAsync(words[0]);
        await HoldAsync(0, 6);
        await HoldAsync(6, 6);
        await ReadsAsync(words[1]);
        await HoldAsync(12, 8);
        await ReadsAsync(words[2]);

        // What is sold out may come back: whoever wants can look.
        await new Album(language[..2], ScreenOf(onPhone)).ShootAsync(page, "2-sold-out");
        await time.ClickAsync();
        await page.Locator("button[data-index]").First.WaitForAsync();

        async Task HoldAsync(int first, int count)
        {
            var customer = await app.GivenCustomerAsync(address: $"10.77.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}");
            await customer.HoldsAsync(showing.Id, [.. Enumerable.Range(first, count)]);
        }

        Task ReadsAsync(string expected) => Eventually.BecomesAsync(
            async () =>
            {
                await OpenAsync(page, await CinemaPageOfAsync(showing, language), showing);
                return await time.InnerTextAsync();
            },
            said => said.EndsWith(expected, StringComparison.Ordinal));
    }

    /// <summary>The last day of the strip, which a phone shows only when it is scrolled.</summary>
    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task Day_WhenChosen_IsInSightAndNamedAboveTheTimes(string language, bool onPhone)
    {
        var page = await NewPageAsync(language, onPhone);
        var showing = await app.GivenShowingAsync(startsIn: TimeSpan.FromDays(12));
        var (day, pattern) = (DayOf(showing), language == "ko-KR" ? "yyyy년 M월 d일 dddd" : "dddd d MMMM yyyy");

        foreach (var address in (string[])[FilmPageOf(showing, language), await CinemaPageOfAsync(showing, language)])
        {
            // Pages know of days for half a minute.
            await Eventually.BecomesAsync(
                async () =>
                {
                    await page.OpenAsync(address);
                    return await page.Locator(".day-strip a[aria-current='date']").CountAsync();
                },
                marked => marked == 1);
            await page.LoadedAsync();

            (await page.Locator("#chosen-day").InnerTextAsync()).ShouldBe(day.ToString(pattern, CultureInfo.GetCultureInfo(language)));
            (await page.Locator(".day-strip [aria-current='date'] b").InnerTextAsync()).ShouldBe($"{day.Day}");
            var box = (await page.Locator(".day-strip [aria-current='date']").BoundingBoxAsync()).ShouldNotBeNull();
            box.X.ShouldBeGreaterThanOrEqualTo(0);
            (box.X + box.Width).ShouldBeLessThanOrEqualTo(ScreenOf(onPhone).Width);
            (await page.Locator("#chosen-day").BoundingBoxAsync()).ShouldNotBeNull().Y.ShouldBeInRange(
                box.Y, (await page.Locator(".hall").First.BoundingBoxAsync()).ShouldNotBeNull().Y);
        }

        await new Album(language[..2], ScreenOf(onPhone)).ShootAsync(page, "2-chosen-day");
    }

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task Showing_AfterMidnight_IsOnThePageOfTheEveningAndSaysItsDate(string language, bool onPhone)
    {
        var page = await NewPageAsync(language, onPhone);
        var showing = await app.GivenShowingAtAsync(new TimeOnly(0, 30));
        var pattern = language == "ko-KR" ? "M월 d일 (ddd)" : "ddd d MMM";
        var date = DayOf(showing).AddDays(1).ToString(pattern, CultureInfo.GetCultureInfo(language));

        await OpenAsync(page, FilmPageOf(showing, language), showing);
        var time = page.Locator($"[data-showing='{showing.Id}']");
        (await time.Locator("b").InnerTextAsync()).ShouldBe("00:30");
        (await time.Locator(".date").InnerTextAsync()).ShouldBe(date);
        await new Album(language[..2], ScreenOf(onPhone)).ShootAsync(page, "2-after-midnight");
        await time.ClickAsync();

        (await page.Locator(".showing-head .when").InnerTextAsync()).ShouldStartWith(language == "ko-KR" ? $"{date} 00:30" : $"{date}, 00:30");
    }

    /// <summary>Opens a page until it names the showing: lists are kept for a second or two.</summary>
    static async Task OpenAsync(IPage page, string address, Showing showing) => await Eventually.BecomesAsync(
        async () =>
        {
            await page.OpenAsync(address);
            return await page.Locator($"[data-showing='{showing.Id}']").CountAsync();
        },
        named => named == 1);

    async Task<string> CinemaPageOfAsync(Showing showing, string language)
    {
        await using var database = await app.DatabaseAsync();
        var cinema = await database.Auditoriums.Where(hall => hall.Id == showing.AuditoriumId).Select(hall => hall.CinemaId).SingleAsync();
        return Languages.Localize($"/cinemas/{cinema}?date={DayOf(showing):yyyy-MM-dd}", language[..2]);
    }

    /// <summary>Pages that are kept for everybody are in the language of their address.</summary>
    static string FilmPageOf(Showing showing, string language) => Languages.Localize($"/films/{showing.FilmId}?date={DayOf(showing):yyyy-MM-dd}", language[..2]);

    static DateOnly DayOf(Showing showing) => BusinessDay.Of(WallClock.At(showing.StartsAt, "Asia/Seoul").DateTime);

    static ILocator HallOf(IPage page, Showing showing) => page.Locator(".hall", new() { Has = page.Locator($"[data-showing='{showing.Id}']") });

    Task<IPage> NewPageAsync(string language, bool onPhone) => chromium.NewPageAsync(app.Address("web"), ScreenOf(onPhone), language);

    static Screen ScreenOf(bool onPhone) => onPhone ? Screen.Phone : Screen.Desktop;
}
