using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using OtpNet;
using Ticketing.Api.Accounts;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Browser;

/// <summary>A new admin signs in, sets up the authenticator and signs out.</summary>
[Trait("Category", "Browser")]
public sealed class StaffInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    const string Cookie = "__Host-ticketing-staff";

    [Theory, Trait("Asvs", "V3.4.3")]
    [InlineData("ko-KR")]
    [InlineData("en-US")]
    public async Task Admin_AtTheFirstSignIn_ScansAKeyAndThenWorks(string language)
    {
        var admin = await app.GivenPersonAsync(Roles.Staff, Roles.Admin);
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, language, scripts: false);
        var album = new Album(language[..2], Screen.Desktop);
        await page.OpenAsync("/staff/sign-in");
        await album.ShootAsync(page, "staff-1-sign-in");
        await SignInAsync(page, admin, code: null);
        await page.Locator("#begin").WaitForAsync();
        await album.ShootAsync(page, "staff-2-authenticator");
        await page.SendAsync("#begin", ("#password", admin.Password));
        await Assertions.Expect(page.Locator("svg.qr-code path")).ToHaveCountAsync(2);
        var key = await page.Locator("#key").InnerTextAsync();
        await page.Locator("#code").FillAsync("000000");
        await page.SendAsync("#confirm");
        await Assertions.Expect(page.Locator("#code[aria-invalid]")).ToBeFocusedAsync();
        await album.ShootAsync(page, "staff-3-key");
        await page.Locator("#code").FillAsync(CodeOf(key, TimeSpan.Zero));
        await page.SendAsync("#confirm");
        await Assertions.Expect(page.Locator("#recovery-codes li")).ToHaveCountAsync(10);
        await album.ShootAsync(page, "staff-4-recovery-codes");
        await page.Locator("#continue").ClickAsync();
        (await page.Locator("#staff").InnerTextAsync()).ShouldContain(admin.Email);
        await album.ShootAsync(page, "staff-5-back-office");

        var cookie = (await page.Context.CookiesAsync()).Single(kept => kept.Name == Cookie);
        (cookie.HttpOnly, cookie.Secure, cookie.SameSite, cookie.Path).ShouldBe((true, true, SameSiteAttribute.Strict, "/"));
        // No customer's cookie comes with it.
        (await page.Context.CookiesAsync()).ShouldNotContain(kept => kept.Name.EndsWith("ticketing-customer", StringComparison.Ordinal));
        await page.SendAsync("#sign-out");
        await page.Locator("#sign-in").WaitForAsync();
        (await page.Context.CookiesAsync()).ShouldNotContain(kept => kept.Name == Cookie);
        using var api = admin.Client(cookie.Value);
        (await api.GetAsync("/api/staff/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        // What fails here from now on counts for the browser, not for its network.
        var device = (await page.Context.CookiesAsync()).Single(kept => kept.Name == $"{Cookie}-device");
        (device.HttpOnly, device.Secure, device.SameSite, device.Path).ShouldBe((true, true, SameSiteAttribute.Strict, "/"));
        await SignInAsync(page, admin, code: "000000");
        await page.Locator("#code[aria-invalid]").WaitForAsync();
        var account = SignInAttempt.Of(SessionKind.Staff, admin.Email.ToUpperInvariant(), network: "", memberId: null, device: null).Account;
        await using var database = await app.DatabaseAsync();
        string[] notHere = [FailedSignIns.Codes, FailedSignIns.UnknownNetworks];
        (await database.FailedSignIns.Where(failed => failed.Account == account && failed.Count > 0 && !notHere.Contains(failed.Network))
            .Select(failed => failed.Network).SingleAsync()).ShouldStartWith("device:");

        await SignInAsync(page, admin, CodeOf(key, TimeSpan.FromSeconds(30)));
        (await page.Locator("#staff").InnerTextAsync()).ShouldContain("admin");
    }

    static async Task SignInAsync(IPage page, Person person, string? code)
    {
        await page.OpenAsync("/staff/sign-in");
        if (code is not null)
            await page.Locator("#code").FillAsync(code);
        await page.SendAsync("#sign-in", ("#email", person.Email), ("#password", person.Password));
    }

    static string CodeOf(string key, TimeSpan ahead) =>
        new Totp(Base32Encoding.ToBytes(key)).ComputeTotp((TimeProvider.System.GetUtcNow() + ahead).UtcDateTime);
}
