using System.Net.Http.Json;
using Microsoft.Playwright;

namespace Ticketing.Tests.Browser;

/// <summary>The seat map follows what others do, and helps to choose.</summary>
[Trait("Category", "Browser")]
public sealed class LiveSeatsInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Fact]
    public async Task SeatMap_WhenAnotherCustomerHoldsASeat_ShowsItWithoutReload()
    {
        var showing = await app.GivenShowingAsync();
        var other = await app.GivenCustomerAsync();
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, "ko-KR");
        var polls = 0;
        await page.RunAndWaitForRequestAsync(
            () => page.OpenAsync($"/showings/{showing.Id}"), request => request.Url.Contains("/stream?since=", StringComparison.Ordinal));
        await page.Locator("button[data-index='4'].available").ClickAsync();
        page.Request += (_, request) => polls += request.Url.Contains("/seats", StringComparison.Ordinal) ? 1 : 0;

        var hold = await other.HoldsAsync(showing.Id, 10, 11);
        await page.Locator("button[data-index='10'].held").WaitForAsync();
        await page.Locator("button[data-index='11'].held").WaitForAsync();
        await other.ReleasesAsync(hold);
        await page.Locator("button[data-index='10'].available").WaitForAsync();
        await other.HoldsAsync(showing.Id, 4, 5);
        await page.Locator("button[data-index='4'].held").WaitForAsync();

        (await page.Locator("#notice").InnerTextAsync()).ShouldContain("A5");
        polls.ShouldBe(0);
    }

    [Theory]
    [InlineData("ko-KR", true, "취소된 상영입니다")]
    [InlineData("en-US", false, "This showing was cancelled")]
    public async Task SeatMap_WhenStaffCancelTheShowing_SaysSoWithoutReload(string language, bool onPhone, string words)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var showing = await app.GivenShowingAsync();
        using var staff = await app.GivenStaffAsync(secondFactor: true);
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        await page.RunAndWaitForRequestAsync(
            () => page.OpenAsync($"/showings/{showing.Id}"), request => request.Url.Contains("/stream?since=", StringComparison.Ordinal));
        await page.Locator("button[data-index='4'].available").ClickAsync();

        (await staff.PostAsJsonAsync($"/api/staff/showings/{showing.Id}/cancellation", new { reason = "No power." })).EnsureSuccessStatusCode();

        await page.Locator("#notice", new() { HasText = words }).WaitForAsync();
        await Assertions.Expect(page.Locator("#hold")).ToBeDisabledAsync();
        await new Album(language[..2], screen).ShootAsync(page, "3-cancelled-meanwhile");
        // The page itself says so as soon as the catalogue does.
        await Eventually.BecomesAsync(
            async () =>
            {
                await page.OpenAsync($"/showings/{showing.Id}");
                return await page.Locator("#sale-status[data-sale='cancelled']").CountAsync();
            },
            shown => shown == 1);
    }

    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task SeatMap_WhenAskedForTheBestSeats_HoldsNeighbours(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var album = new Album(language[..2], screen);
        var showing = await app.GivenShowingAsync();
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index='0'].available").WaitForAsync();
        await page.Locator("[data-concession='adult'] .more").ClickAsync();
        await page.Locator("[data-concession='adult'] .more").ClickAsync();
        await album.ShootAsync(page, "3-best-seats");

        await page.Locator("#best").ClickAsync();
        await page.Locator("#email").WaitForAsync();
        await album.ShootAsync(page, "4-more-time");

        var seats = (await page.Locator(".seat-name").AllInnerTextsAsync()).Order().ToArray();
        seats.Length.ShouldBe(2);
        seats[0][0].ShouldBe(seats[1][0]);
        int[] numbers = [.. seats.Select(seat => int.Parse(seat[1..], System.Globalization.CultureInfo.InvariantCulture)).Order()];
        numbers[1].ShouldBe(numbers[0] + 1);
    }

    [Fact]
    public async Task SeatMap_WhenASeatWouldBeLeftAlone_MarksItAndSaysHowToMendIt()
    {
        var showing = await app.GivenShowingAsync(seats: 20);
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "en-US");
        await page.OpenAsync($"/showings/{showing.Id}");
        // The second seat of the row leaves the first alone.
        await page.Locator("button[data-index='1'].available").ClickAsync();
        await page.Locator("button[data-index='2'].available").ClickAsync();

        await page.SendAsync("#hold");

        await page.Locator("button[data-index='0'].marked").WaitForAsync();
        (await page.Locator("#notice").InnerTextAsync()).ShouldContain("A1");
        await new Album("en", Screen.Phone).ShootAsync(page, "3-single-seat");
        await page.Locator("button[data-index='2']").ClickAsync();
        await page.Locator("button[data-index='0']").ClickAsync();
        await Assertions.Expect(page.Locator("button.marked")).ToHaveCountAsync(0);
        await page.SendAsync("#hold");
        await page.Locator("#email").WaitForAsync();
    }

    [Fact]
    public async Task Checkout_WhenMoreTimeIsAskedFor_CountsDownFromThere()
    {
        var showing = await app.GivenShowingAsync();
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, "en-US");
        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index='5'].available").ClickAsync();
        await page.Locator("button[data-index='6'].available").ClickAsync();
        await page.SendAsync("#hold");
        var countdown = page.Locator("#timer time");
        var before = long.Parse((await countdown.GetAttributeAsync("data-countdown"))!, System.Globalization.CultureInfo.InvariantCulture);

        await page.Locator("#more-time").ClickAsync();

        await page.Locator("#more-time-words:not(:empty)").WaitForAsync();
        var after = long.Parse((await countdown.GetAttributeAsync("data-countdown"))!, System.Globalization.CultureInfo.InvariantCulture);
        after.ShouldBeGreaterThan(before);
    }
}
