using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Ticketing.Core.Bookings;

namespace Ticketing.Tests.Browser;

/// <summary>All that a customer needs works in a browser that runs no scripts.</summary>
[Trait("Category", "Browser")]
public sealed class WithoutScriptTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Buy_FromTheFirstPage_EndsWithTickets(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var album = new Album(language[..2], screen);
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts: false);
        var email = $"{Guid.NewGuid():N}@browsers.example";

        await page.OpenAsync("/");
        await page.Locator("#films a[href*='/films/']").Last.ClickAsync();
        await page.Locator("a[href*='date=']").Last.ClickAsync();
        await page.LoadedAsync();
        await page.Locator("a[href*='/showings/']").Last.ClickAsync();
        await page.Locator("#seat-list").WaitForAsync();
        await album.ShootAsync(page, "without-script-1-seats");
        var (first, second) = await TwoAtAnEndAsync(page);
        await page.Locator($"input[name='Chosen'][value='{first}']").CheckAsync();
        await page.Locator($"input[name='Chosen'][value='{second}']").CheckAsync();
        await page.Locator("#party-Youth, #party-Adult").First.SelectOptionAsync("2");
        await page.SendAsync("#hold");
        await Assertions.Expect(page.Locator(".seat-name")).ToHaveCountAsync(2);
        await album.ShootAsync(page, "without-script-2-checkout");
        await page.SendAsync("#pay", ("#email", email));
        await page.Locator("#card-number").FillAsync(Cards.Good);
        await page.Locator("#pay").ClickAsync();
        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
        await Assertions.Expect(page.Locator("#tickets li")).ToHaveCountAsync(2);
        await album.ShootAsync(page, "without-script-3-tickets");

        await using var database = await app.DatabaseAsync();
        var booking = await database.Bookings.Include(b => b.Tickets).SingleAsync(b => b.NormalizedEmail == email);
        booking.Status.ShouldBe(BookingStatus.Confirmed);
        booking.Tickets.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Hold_WhenAnotherWasFaster_SaysWhichSeatsAreGoneAndKeepsTheOthers(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var showing = await app.GivenShowingAsync();
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts: false);
        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("#seat-list").WaitForAsync();
        await page.Locator("input[name='Chosen'][value='4']").CheckAsync();
        await page.Locator("input[name='Chosen'][value='5']").CheckAsync();
        await (await app.GivenCustomerAsync()).HoldsAsync(showing.Id, 5, 6);

        await page.SendAsync("#hold");

        await Assertions.Expect(page.Locator("#refusal")).ToBeFocusedAsync();
        var words = await page.Locator("#refusal").InnerTextAsync();
        words.ShouldContain("A6");
        words.ShouldNotContain("A5");
        await Assertions.Expect(page.Locator("input[name='Chosen'][value='5']")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("input[name='Chosen'][value='4']")).ToBeCheckedAsync();
        await new Album(language[..2], screen).ShootAsync(page, "without-script-4-taken");
        await page.Locator("input[name='Chosen'][value='3']").CheckAsync();
        await page.SendAsync("#hold");
        await Assertions.Expect(page.Locator(".seat-name")).ToHaveTextAsync(["A4", "A5"]);
    }

    [Fact]
    public async Task Hold_WhenSeatsAndPeopleDiffer_SaysSoAndHoldsNone()
    {
        var showing = await app.GivenShowingAsync();
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "en-US", scripts: false);
        await page.OpenAsync($"/showings/{showing.Id}/seats");
        await page.SendAsync("#hold");
        await Assertions.Expect(page.Locator("#refusal")).ToBeFocusedAsync();
        await page.Locator("input[name='Chosen'][value='4']").CheckAsync();
        await page.Locator("#party-Adult").SelectOptionAsync("2");

        await page.SendAsync("#hold");

        (await page.Locator("#refusal").InnerTextAsync()).ShouldContain("seats for 1 and people for 2");
        await page.SendAsync("#best");
        await Assertions.Expect(page.Locator(".seat-name")).ToHaveCountAsync(2);
    }

    /// <summary>Of the inputs, by their values.</summary>
    static async Task<(string First, string Second)> TwoAtAnEndAsync(IPage page)
    {
        var seats = page.Locator(".seat-row label:has(input[data-kind='Standard'])");
        var (first, second) = SeatPicks.TwoAtAnEnd(await seats.Locator("b").AllInnerTextsAsync());
        return (await IndexOfAsync(first), await IndexOfAsync(second));

        async Task<string> IndexOfAsync(string label) =>
            (await seats.Filter(new() { Has = page.GetByText(label, new() { Exact = true }) }).Locator("input").GetAttributeAsync("value")).ShouldNotBeNull();
    }
}
