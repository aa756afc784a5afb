using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ticketing.Tests.Browser;

/// <summary>From the address to the account and, the password forgotten, to another one.</summary>
[Trait("Category", "Browser")]
public sealed class RegisteringInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    const string Known = "password1234";
    const string First = "a sentence of my own";
    const string Second = "another one of my own";

    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    [InlineData("en-US", true)]
    public async Task Customer_WhoRegisters_ComesBackToWhereTheyWereAndLaterGetsAnotherPassword(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var album = new Album(language[..2], screen);
        var email = GivenMember.NewAddress();
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);

        await page.OpenAsync("/account/login?returnUrl=%2Fcinemas%2F1");
        await album.ShootAsync(page, "account-1-login");
        await page.Locator("a[href*='/account/register']").ClickAsync();
        await album.ShootAsync(page, "account-2-register");
        await page.Locator("#email").FillAsync(email);
        await page.SendAsync("#register");
        await page.Locator("#mail-sent").WaitForAsync();
        await album.ShootAsync(page, "account-3-mail-sent");

        await FollowAsync(page, email, mails: 1);
        page.Url.ShouldEndWith("/account/confirm");
        await page.Locator("#password").FillAsync(Known);
        await page.Locator("button[data-shows]").ClickAsync();
        (await page.Locator("#password").GetAttributeAsync("type")).ShouldBe("text");
        await page.SendAsync("#set-password");
        await Assertions.Expect(page.Locator("#password[aria-invalid]")).ToBeFocusedAsync();
        await album.ShootAsync(page, "account-4-known-password");
        await page.Locator("#password").FillAsync(First);
        await page.SendAsync("#set-password");
        await page.Locator("#login").WaitForAsync();
        await album.ShootAsync(page, "account-5-ready");
        await LogInAsync(page, email, First);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/cinemas/1$"));

        await page.Context.ClearCookiesAsync();
        await page.OpenAsync("/account/login");
        await page.Locator("#forgot").ClickAsync();
        await album.ShootAsync(page, "account-6-forgot");
        await page.Locator("#email").FillAsync(email);
        await page.SendAsync("button#forgot");
        await page.Locator("#mail-sent").WaitForAsync();
        var link = await FollowAsync(page, email, mails: 2);
        page.Url.ShouldEndWith("/account/reset");
        await album.ShootAsync(page, "account-7-reset");
        await page.Locator("#password").FillAsync(Second);
        await page.SendAsync("#set-password");
        await page.Locator("#login").WaitForAsync();
        await album.ShootAsync(page, "account-8-reset-done");
        await LogInAsync(page, email, Second);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("[0-9]/(en)?$"));

        // What the browser remembers of the link leads nowhere any more.
        await page.OpenAsync(link);
        await page.Locator("#password").FillAsync("yet another of my own");
        await page.SendAsync("#set-password");
        await page.Locator("#link-ended").WaitForAsync();
        await album.ShootAsync(page, "account-9-link-ended");
    }

    [Theory]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V2.1.8")]
    [InlineData("ko-KR", "8자가 더 필요합니다", "쉽게 알아낼 수 있습니다", "아주 좋습니다", "너무 깁니다")]
    [InlineData("en-US", "8 more characters", "Guessed quickly", "Very good", "Too long")]
    public async Task Meter_WhileAPasswordIsTyped_SaysHowStrongItIs(string language, string tooShort, string weak, string strong, string tooLong)
    {
        var email = GivenMember.NewAddress();
        using (await app.AskByMailAsync("registrations", email))
        {
        }

        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, language);
        var faults = new List<string>();
        page.PageError += (_, fault) => faults.Add(fault);
        page.Request += (_, request) => { if (!new Uri(request.Url).IsLoopback) faults.Add(request.Url); };
        await FollowAsync(page, email, mails: 1);
        var (meter, words) = (page.Locator("meter"), page.Locator("#password-strength"));
        var button = page.Locator("#set-password");
        await Assertions.Expect(meter).ToBeVisibleAsync();
        (await words.TextContentAsync()).ShouldBeNullOrEmpty();
        var place = (await button.BoundingBoxAsync())!.Y;

        foreach (var (password, said, score) in ((string, string, int)[])[("w  ut", tooShort, 0), ("qwertyuiopas", weak, 1), (First, strong, 4), (new string('x', 129), tooLong, 0)])
        {
            await page.Locator("#password").FillAsync(password);
            await Assertions.Expect(words).ToContainTextAsync(said);
            (await meter.EvaluateAsync<int>("meter => meter.value")).ShouldBe(score, password);
            // Else who types and presses it at once presses beside it.
            (await button.BoundingBoxAsync())!.Y.ShouldBe(place, tolerance: 1, password);
        }

        (await words.GetAttributeAsync("aria-live")).ShouldBe("polite");
        faults.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V2.1.3")]
    [Trait("Asvs", "V2.1.11")]
    public async Task Password_WhenPasted_IsNotCutOff()
    {
        var email = GivenMember.NewAddress();
        using (await app.AskByMailAsync("registrations", email))
        {
        }

        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, "en-US", scripts: true);
        await FollowAsync(page, email, mails: 1);
        var pasted = string.Concat(Enumerable.Range(0, 400).Select(place => (char)('a' + place * 7 % 26)));
        await page.Locator("#password").FocusAsync();
        await page.Keyboard.InsertTextAsync(pasted);

        (await page.Locator("#password").InputValueAsync()).ShouldBe(pasted);
    }

    /// <summary>Opens the mail's link, as a click in the mail does.</summary>
    async Task<string> FollowAsync(IPage page, string email, int mails)
    {
        var token = await app.LinkTokenAsync(email, mails);
        var mail = await app.MailAsync(email);
        var link = mail.Text.Split('\n').Select(line => line.Trim()).Single(line => line.Contains(token, StringComparison.Ordinal));
        await page.OpenAsync(link);
        page.Url.ShouldNotContain(token);
        await page.Locator("#password").WaitForAsync();
        return link;
    }

    static Task LogInAsync(IPage page, string email, string password) =>
        page.SendAsync("#login", ("input[type='email']", email), ("#password", password));
}
