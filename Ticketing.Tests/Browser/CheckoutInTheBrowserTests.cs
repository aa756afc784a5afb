using Microsoft.Playwright;
using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Browser;

/// <summary>What a customer sees and presses between choosing seats and paying.</summary>
[Trait("Category", "Browser")]
public sealed class CheckoutInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    readonly string email = $"{Guid.NewGuid():N}@browsers.example";

    /// <summary>Once from the page that was open when the booking was made in another tab, once from a page that is opened after it.</summary>
    [Theory]
    [InlineData("ko-KR", true, "더 연장할 수 없습니다")]
    [InlineData("en-US", false, "no more time")]
    public async Task MoreTime_WhenABookingHasTheSeats_IsNotToBeHad(string language, bool onPhone, string words)
    {
        var (page, album, _) = await OpensAsync(language, onPhone);
        var beside = await page.Context.NewPageAsync();
        await beside.OpenAsync(page.Url);
        await beside.SendAsync("#pay", ("#checkout #email", email));
        await beside.Locator("#card-number").WaitForAsync();

        await page.Locator("#more-time").ClickAsync();

        await Assertions.Expect(page.Locator("#more-time-words")).ToContainTextAsync(words);
        await Assertions.Expect(page.Locator("#more-time")).ToBeHiddenAsync();
        await page.ReloadAsync();
        await page.Locator("#checkout").WaitForAsync();
        await Assertions.Expect(page.Locator("#more-time")).ToHaveCountAsync(0);
        await album.ShootAsync(page, "4-checkout-booked");
    }

    [Fact]
    public async Task MoreTime_WhenTheSaleEndsBeforeIt_IsNotOffered()
    {
        var (page, _, _) = await OpensAsync("en-US", onPhone: true, await app.GivenShowingAsync(cutoffIn: TimeSpan.FromMinutes(4)));

        await Assertions.Expect(page.Locator("#timer time")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#more-time")).ToHaveCountAsync(0);
    }

    /// <summary>The checkout of two seats.</summary>
    async Task<(IPage Page, Album Album, Showing Showing)> OpensAsync(string language, bool onPhone, Showing? given = null)
    {
        var showing = given ?? await app.GivenShowingAsync();
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index='5'].available").ClickAsync();
        await page.Locator("button[data-index='6'].available").ClickAsync();
        await page.SendAsync("#hold");
        await page.Locator("#checkout").WaitForAsync();
        return (page, new Album(language[..2], screen), showing);
    }
}
