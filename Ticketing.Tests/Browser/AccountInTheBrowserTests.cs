using Microsoft.Playwright;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Browser;

/// <summary>A member looks after the account: other browsers out, another password; with scripts and without.</summary>
[Trait("Category", "Browser")]
public sealed class AccountInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    const string New = "another one of my own";

    [Theory, Trait("Asvs", "V3.3.4"), Trait("Asvs", "V2.1.5")]
    [InlineData("ko-KR", true, true)]
    [InlineData("en-US", false, false)]
    public async Task Member_WithTwoBrowsers_EndsTheOtherAndChangesThePassword(string language, bool onPhone, bool scripts)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var album = new Album(language[..2], screen);
        var person = await app.GivenPersonAsync(Roles.Customer);
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts);
        var other = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, language, scripts);
        await LogInAsync(other, person, person.Password);
        await LogInAsync(page, person, person.Password);

        await page.Locator("a.member").ClickAsync();
        await page.Locator("#sessions li").First.WaitForAsync();
        await album.ShootAsync(page, "account-10-sessions");
        await Assertions.Expect(page.Locator("#sessions li")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#sessions .badge")).ToHaveCountAsync(1);
        (await page.Locator("#sessions li").First.InnerTextAsync()).ShouldContain("Chrome");
        await page.SendAsync("#sessions button", ("#password", "not the password"));
        await Assertions.Expect(page.Locator("#password[aria-invalid]")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#sessions li")).ToHaveCountAsync(2);
        await page.SendAsync("#sessions button", ("#password", person.Password));
        await page.Locator(".notice-line").WaitForAsync();
        await Assertions.Expect(page.Locator("#sessions li")).ToHaveCountAsync(1);
        await Eventually.BecomesAsync(async () =>
        {
            await other.OpenAsync("/account");
            return new Uri(other.Url).AbsolutePath;
        }, path => path.EndsWith("/account/login", StringComparison.Ordinal));

        await page.Locator("#password-link").ClickAsync();
        await album.ShootAsync(page, "account-11-password");
        await page.SendAsync("#change-password", ("#current", "not the password"), ("#password", New));
        await Assertions.Expect(page.Locator("#current[aria-invalid]")).ToBeFocusedAsync();
        await page.SendAsync("#change-password", ("#current", person.Password), ("#password", "password1234"));
        await Assertions.Expect(page.Locator("#password[aria-invalid]")).ToBeFocusedAsync();
        await page.SendAsync("#change-password", ("#current", person.Password), ("#password", New));
        await page.Locator("#sessions").WaitForAsync();
        await Assertions.Expect(page.Locator(".notice-line")).ToHaveCountAsync(1);
        (await person.TryLogInAsync(New)).EnsureSuccessStatusCode();

        await page.OpenAsync("/account/logout");
        await album.ShootAsync(page, "account-12-sign-out");
        await page.SendAsync("main button");
        await Assertions.Expect(page.Locator("a.member")).ToHaveCountAsync(0);
    }

    [Theory, Trait("Asvs", "V3.3.4"), Trait("Asvs", "V2.1.12")]
    [InlineData("ko-KR")]
    [InlineData("en-US")]
    public async Task Staff_InTheBackOffice_EndOtherSessionsAndChangeThePassword(string language)
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var token = await person.SignInAsync();
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, language);
        var album = new Album(language[..2], Screen.Desktop);
        await page.OpenAsync("/staff/sign-in");
        await page.Locator("#email").FillAsync(person.Email);
        await page.Locator("#password").FillAsync(person.Password);
        await page.Locator("button[data-shows]").ClickAsync();
        (await page.Locator("#password").GetAttributeAsync("type")).ShouldBe("text");
        await page.SendAsync("#sign-in", ("#password", person.Password));

        await page.Locator("a[href$='/staff/sessions']").ClickAsync();
        await Assertions.Expect(page.Locator("#sessions li")).ToHaveCountAsync(2);
        await album.ShootAsync(page, "staff-6-sessions");
        await page.SendAsync("#revoke-others", ("#password", person.Password));
        await Assertions.Expect(page.Locator("#sessions li")).ToHaveCountAsync(1);
        using var api = person.Client(token);
        ((int)(await api.GetAsync("/api/staff/session")).StatusCode).ShouldBe(401);

        await page.OpenAsync("/staff/password");
        await album.ShootAsync(page, "staff-7-password");
        await page.SendAsync("#change-password", ("#current", person.Password), ("#password", New));
        await page.Locator("#sign-out").WaitForAsync();
        await Assertions.Expect(page.Locator(".notice-line")).ToHaveCountAsync(1);
    }

    static async Task LogInAsync(IPage page, Person person, string password)
    {
        await page.OpenAsync("/account/login");
        await page.SendAsync("#login", ("#email", person.Email), ("#password", password));
        await page.Locator("a.member").WaitForAsync();
    }
}
