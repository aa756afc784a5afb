using Microsoft.Playwright;

namespace Ticketing.Tests.Browser;

/// <summary>The page that customers come back to from the payment provider, before the answer is known.</summary>
[Trait("Category", "Browser")]
public sealed class WaitingForThePaymentTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko-KR", true, "결제를 확인하고 있습니다")]
    [InlineData("en-US", false, "Checking your payment")]
    public async Task Return_WhenThePaymentIsUndecided_WaitsAndThenShowsTheTickets(string language, bool onPhone, string title)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        var (booking, checkout) = await GivenBookingAsync(page);

        await page.OpenAsync($"{booking}/return");
        (await page.Locator("#waiting h1").InnerTextAsync()).ShouldBe(title);
        (await page.Locator(".paid-for").InnerTextAsync()).ShouldContain("A6, A7");
        await new Album(language[..2], screen).ShootAsync(page, "return-waiting");
        await app.PayAsync(new PaymentView(Guid.Empty, checkout));

        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
    }

    [Theory]
    [InlineData("ko-KR", 60, ".slow")]
    [InlineData("en-US", 600, ".long")]
    public async Task Return_WhenItTakesLong_SaysSoCalmly(string language, int secondsAgo, string words)
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, language);
        var (booking, _) = await GivenBookingAsync(page);

        await page.OpenAsync($"{booking}/return?since={TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - secondsAgo}");

        await page.Locator(words).WaitForAsync();
        (await page.Locator(".early").IsHiddenAsync()).ShouldBeTrue();
        await new Album(language[..2], Screen.Phone).ShootAsync(page, $"return{words.Replace('.', '-')}");
    }

    [Fact]
    public async Task Return_WhenTheCardWasDeclined_SaysSoAndTakesAnother()
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "ko-KR");
        var (booking, checkout) = await GivenBookingAsync(page);
        await page.OpenAsync($"{booking}/return");
        await page.Locator("#waiting").WaitForAsync();

        await app.PayAsync(new PaymentView(Guid.Empty, checkout), Cards.Declined);

        await page.Locator(".declined .button").WaitForAsync();
        await new Album("ko", Screen.Phone).ShootAsync(page, "return-declined");
        await page.Locator(".declined .button").ClickAsync();
        (await page.Locator(".problem").InnerTextAsync()).ShouldContain("카드가 승인되지 않았습니다");
        await page.SendAsync("#pay");
        await page.Locator("#card-number").FillAsync(Cards.Good);
        await page.Locator("#pay").ClickAsync();
        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
    }

    [Fact]
    public async Task Return_WhenThereIsNoScript_LooksAgainByItself()
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "ko-KR");
        var (booking, checkout) = await GivenBookingAsync(page);
        var plain = await chromium.NewPageWithoutScriptAsync(page, Screen.Phone);
        await plain.OpenAsync($"{booking}/return");
        await plain.Locator("#waiting").WaitForAsync();

        await app.PayAsync(new PaymentView(Guid.Empty, checkout));

        await plain.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
    }

    /// <summary>A booking of two seats; the addresses of its page and of the provider's.</summary>
    async Task<(string Booking, string Checkout)> GivenBookingAsync(IPage page)
    {
        var showing = await app.GivenShowingAsync();
        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index='5'].available").ClickAsync();
        await page.Locator("button[data-index='6'].available").ClickAsync();
        await page.SendAsync("#hold");
        await page.Locator("#email").FillAsync($"{Guid.NewGuid():N}@browsers.example");
        await page.SendAsync("#pay");
        await page.Locator("#card-number").WaitForAsync();
        var checkout = page.Url;
        await page.GoBackAsync();
        await page.SendAsync("#release");
        await page.Locator("#booking-status[data-status='pendingPayment']").WaitForAsync();
        return (new Uri(page.Url).AbsolutePath, checkout);
    }
}
