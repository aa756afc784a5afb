using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ticketing.Tests.Browser;

/// <summary>Somebody who mistyped the address has the tickets at another one; whoever reads the former one's mail can stop it.</summary>
[Trait("Category", "Browser")]
public sealed partial class ChangingTheAddressInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Address_WhenTheNewOneConfirms_IsChanged_AndPutBackByTheFormerOne(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var album = new Album(language[..2], screen);
        var customer = await app.GivenCustomerAsync();
        var (booking, _) = await app.GivenTicketsAsync(customer, (await app.GivenShowingAsync()).Id, 12, 13);
        var next = $"{Guid.NewGuid():N}@browsers.example";
        var ticketMail = LinkIn(await app.MailAsync(customer.Email));
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts: false);

        await page.OpenAsync(ticketMail);
        var former = await CodesAsync(page);
        await page.Locator("#change-address summary").ClickAsync();
        await album.ShootAsync(page, "address-1-asked");
        // A form of its own says what is wrong.
        await page.SendAsync("#ask-address", ("#new-email", "no address"));
        await page.Locator("#email-error").WaitForAsync();
        (await page.Locator("#email-error").InnerTextAsync()).ShouldContain("name@example.com");
        await album.ShootAsync(page, "address-2-wrong");
        foreach (var _ in (string[])["there", "and back"])
        {
            await page.Locator("#email").FillAsync(next);
            await page.Locator("#language").ClickAsync();
            await Assertions.Expect(page.Locator("#email")).ToHaveValueAsync(next);
        }

        await page.SendAsync("#ask-address", ("#email", next));
        await page.Locator("#mail-sent").WaitForAsync();
        (await page.Locator("#mail-sent").InnerTextAsync()).ShouldContain(customer.Email);
        await album.ShootAsync(page, "address-3-sent");

        // On the devices of either end.
        var (right, wrong) = (await chromium.NewPageAsync(app.Address("web"), screen, language), await chromium.NewPageAsync(app.Address("web"), screen, language));
        await right.OpenAsync(LinkIn(await app.MailAsync(next)));
        await right.Locator("#address-button").WaitForAsync();
        right.Url.ShouldNotContain("link=");
        await album.ShootAsync(right, "address-4-confirm");
        (await customer.BookingAsync(booking.Id)).Email.ShouldBe(customer.Email, "opening the link does nothing yet");
        await right.SendAsync("#address-button");
        await right.Locator("#address-done").WaitForAsync();
        await album.ShootAsync(right, "address-5-confirmed");
        await right.OpenAsync(LinkIn(await app.AccountMailAsync(next, 2)));
        (await CodesAsync(right)).ShouldNotContain(code => former.Contains(code));
        (await right.Locator("#change-address").InnerTextAsync()).ShouldContain(next);
        await page.GotoAsync(ticketMail.Split('?')[0]);
        await Assertions.Expect(page.Locator("#tickets")).ToHaveCountAsync(0);

        await wrong.OpenAsync(LinkIn(await app.AccountMailAsync(customer.Email, 2)));
        await album.ShootAsync(wrong, "address-6-stop");
        await wrong.SendAsync("#address-button");
        await wrong.Locator("#address-done").WaitForAsync();
        await album.ShootAsync(wrong, "address-7-undone");
        (await customer.BookingAsync(booking.Id)).Email.ShouldBe(customer.Email);
        await right.ReloadAsync();
        await Assertions.Expect(right.Locator("#tickets")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("stop")]
    public async Task Link_WhenItIsMadeUpOrMissing_SaysSo(string which)
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "en-US");

        await page.OpenAsync($"/bookings/address/{which}");
        await page.Locator("#link-ended").WaitForAsync();
        await page.OpenAsync($"/bookings/address/{which}?link=aaaaaaaa.bbbb.cccc");
        await page.SendAsync("#address-button");

        await page.Locator("#link-ended").WaitForAsync();
        await new Album("en", Screen.Phone).ShootAsync(page, $"address-8-{which}-ended");
    }

    static async Task<IReadOnlyList<string?>> CodesAsync(IPage page)
    {
        await page.Locator("#tickets").WaitForAsync();
        return [.. await Task.WhenAll((await page.Locator("#tickets [data-code]").AllAsync()).Select(ticket => ticket.GetAttributeAsync("data-code")))];
    }

    static string LinkIn(Mail mail) => new Uri(MailLink().Match(mail.Text).Value).PathAndQuery;

    [GeneratedRegex(@"https?://\S+/bookings/\S+\?link=[\w.-]+")]
    private static partial Regex MailLink();
}
