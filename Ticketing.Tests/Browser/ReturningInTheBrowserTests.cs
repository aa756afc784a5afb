using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ticketing.Tests.Browser;

/// <summary>A customer changes their mind with the browser's Back.</summary>
[Trait("Category", "Browser")]
public sealed class ReturningInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Checkout_WhenCustomerComesBackFromThePaymentPageAndWantsOtherSeats_LeadsToTheBooking()
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, "ko-KR");
        await HoldTwoSeatsAsync(page);
        await BookAsync(page);
        await page.Locator("#card-number").WaitForAsync();

        await page.GoBackAsync();
        await page.Locator("#email").FillAsync(Email);
        await page.SendAsync("#release");

        await page.Locator("#booking-status[data-status='pendingPayment']").WaitForAsync();
        await page.SendAsync("#pay");
        await page.Locator("#card-number").FillAsync(Cards.Good);
        await page.Locator("#pay").ClickAsync();
        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
    }

    [Fact]
    public async Task Booking_WhenCustomerWantsOtherSeats_FreesThoseThatTheyHave()
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "en-US");
        await HoldTwoSeatsAsync(page);
        await BookAsync(page);
        await page.Locator("#card-number").WaitForAsync();
        await page.GoBackAsync();
        await page.SendAsync("#release");
        await page.Locator("#call-off").WaitForAsync();
        await new Album("en", Screen.Phone).ShootAsync(page, "11-call-off");

        await page.SendAsync("#call-off");

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/showings/[0-9]+$"));
        await page.Locator("button[data-index='5'].available").ClickAsync();
        await page.Locator("button[data-index='6'].available").ClickAsync();
        await page.SendAsync("#hold:enabled");
        await page.Locator("#email").WaitForAsync();
    }

    [Fact]
    public async Task SeatMap_WhenCustomerComesBackFromTheCheckout_KeepsTheSeatsChosen()
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, "ko-KR");
        await HoldTwoSeatsAsync(page);
        await page.Locator("#email").WaitForAsync();

        var seats = await page.RunAndWaitForResponseAsync(() => page.GoBackAsync(), answer => answer.Url.Contains("/seats?min=", StringComparison.Ordinal));

        (await seats.JsonAsync())!.Value.GetProperty("states").GetString()![5..7].ShouldBe("aa");
        await page.Locator("#hold:enabled").WaitForAsync();
        await Assertions.Expect(page.Locator("button.selected")).ToHaveCountAsync(2);
        (await page.Locator("#notice").IsHiddenAsync()).ShouldBeTrue();
    }

    string Email { get; } = $"{Guid.NewGuid():N}@browsers.example";

    async Task HoldTwoSeatsAsync(IPage page)
    {
        var showing = await app.GivenShowingAsync();
        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index='5'].available").ClickAsync();
        await page.Locator("button[data-index='6'].available").ClickAsync();
        await page.SendAsync("#hold");
    }

    async Task BookAsync(IPage page)
    {
        await page.Locator("#email").FillAsync(Email);
        await page.SendAsync("#pay");
    }
}
