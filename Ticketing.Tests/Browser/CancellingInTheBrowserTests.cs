using Microsoft.Playwright;

namespace Ticketing.Tests.Browser;

/// <summary>Somebody opens the link of their mail, without a cookie and without scripts, and gives tickets back.</summary>
[Trait("Category", "Browser")]
public sealed class CancellingInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Cancel_WhenFromTheMailsLink_SaysWhatGoesBackAndGivesItBack(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var album = new Album(language[..2], screen);
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var (booking, _) = await app.GivenTicketsAsync(customer, showing.Id, 12, 13, 14);
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts: false);

        await page.OpenAsync($"/bookings/{booking.Reference}?link={await app.LinkOfAsync(booking.Id)}");
        await page.Locator("#giving-back summary").ClickAsync();
        await page.Locator("#giving-back input[value='13']").CheckAsync();
        await album.ShootAsync(page, "7-giving-back");
        await page.Locator("#cancel-single").ClickAsync();
        await Assertions.Expect(page.Locator("#cancel-seats li")).ToHaveCountAsync(1);
        (await page.Locator("#refund").InnerTextAsync()).ShouldBe(Won(booking.Seats[1].Price));
        await album.ShootAsync(page, "8-cancel-one");
        await page.SendAsync("#cancel");

        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
        (await page.Locator(".ticket s").InnerTextAsync()).ShouldBe(booking.Seats[1].Label);
        await Assertions.Expect(page.Locator("#tickets li")).ToHaveCountAsync(2);
        await album.ShootAsync(page, "9-one-given-back");
        await page.Locator("#cancel-all").ClickAsync();
        (await page.Locator("#refund").InnerTextAsync()).ShouldBe(Won(booking.Seats[0].Price + booking.Seats[2].Price));
        await page.SendAsync("#cancel");
        await page.Locator("#booking-status:is([data-status='cancelled'],[data-status='refunded'])").WaitForAsync();

        await customer.BookingBecomesAsync(booking.Id, "refunded");
        await page.ReloadAsync();
        await page.Locator("#booking-status[data-status='refunded']").WaitForAsync();
        await Assertions.Expect(page.Locator(".refund")).ToHaveCountAsync(2);
        await album.ShootAsync(page, "10-refunded");

        string Won(long amount) => language == "ko-KR" ? $"{amount:N0}원" : $"₩{amount:N0}";
    }

    [Fact]
    public async Task Cancel_WhenByTheOwner_KeepsWhatIsNotCancelled()
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, "en-US");
        var showing = await app.GivenShowingAsync();
        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index='5'].available").ClickAsync();
        await page.SendAsync("#hold");
        await page.Locator("#email").FillAsync($"{Guid.NewGuid():N}@browsers.example");
        await page.SendAsync("#pay");
        await page.Locator("#card-number").FillAsync(Cards.Good);
        await page.Locator("#pay").ClickAsync();
        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();

        await page.Locator("#cancel-all").ClickAsync();
        await page.Locator(".keep").ClickAsync();
        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
        await page.Locator("#cancel-all").ClickAsync();
        await page.SendAsync("#cancel");

        await page.Locator("#booking-status:is([data-status='cancelled'],[data-status='refunded'])").WaitForAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("?link=")]
    [InlineData("?link=aaaaaaaa.bbbb.cccc")]
    public async Task Booking_WhenTheLinkIsWrong_IsNotThere(string query)
    {
        var showing = await app.GivenShowingAsync();
        var (booking, _) = await app.GivenTicketsAsync(await app.GivenCustomerAsync(), showing.Id, 3);
        using var web = app.CreateClient("web");

        foreach (var page in (string[])["", "/cancel", "/address"])
        {
            using var answer = await web.GetAsync($"/bookings/{booking.Reference}{page}{query}");
            ((int)answer.StatusCode).ShouldBe(404);
        }
    }

    [Fact]
    public async Task Booking_WhenTheLinkIsAnothers_IsNotThere()
    {
        var showing = await app.GivenShowingAsync();
        var (booking, _) = await app.GivenTicketsAsync(await app.GivenCustomerAsync(), showing.Id, 3);
        var (other, _) = await app.GivenTicketsAsync(await app.GivenCustomerAsync(), showing.Id, 8);
        using var web = app.CreateClient("web");

        using var answer = await web.GetAsync($"/bookings/{booking.Reference}?link={await app.LinkOfAsync(other.Id)}");

        ((int)answer.StatusCode).ShouldBe(404);
    }
}
