using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
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

    [Theory]
    [InlineData("ko-KR", true, true, "en")]
    [InlineData("ko-KR", false, false, "en")]
    [InlineData("en-US", true, false, "ko")]
    [InlineData("en-US", false, true, "ko")]
    public async Task Language_WhenSwitchedAtCheckout_KeepsWhatWasTyped(string language, bool onPhone, bool scripts, string other)
    {
        var (page, _, _) = await OpensAsync(language, onPhone);
        if (!scripts)
        {
            var plain = await chromium.NewPageWithoutScriptAsync(page, onPhone ? Screen.Phone : Screen.Desktop);
            await plain.OpenAsync(page.Url);
            page = plain;
        }

        await page.Locator("#email").FillAsync("not finished@");
        await page.Locator(".seat-lines select").First.SelectOptionAsync("Youth");
        await page.SendAsync("#language");

        await Assertions.Expect(page.Locator($"html[lang='{other}']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#email")).ToHaveValueAsync("not finished@");
        await Assertions.Expect(page.Locator("#email-error")).ToBeEmptyAsync();
        (await page.Locator(".seat-lines select").EvaluateAllAsync<string[]>("all => all.map(one => one.value)")).ShouldBe(["Youth", "Adult"]);
        page.Url.ShouldNotContain("not");
        await new Album(other, onPhone ? Screen.Phone : Screen.Desktop).ShootAsync(page, "4-checkout-switched");
        await page.SendAsync("#pay");
        await Assertions.Expect(page.Locator("#email-error")).Not.ToBeEmptyAsync();
        await page.SendAsync("#pay", ("#checkout #email", email));
        await page.Locator("#card-number").WaitForAsync();
        await using var database = await app.DatabaseAsync();
        var booking = await database.Bookings.Include(own => own.Seats).SingleAsync(own => own.NormalizedEmail == email);
        booking.Language.ShouldBe(other);
        booking.Seats.Select(seat => seat.Concession).ShouldBe([Concession.Youth, Concession.Adult], ignoreOrder: true);
    }

    [Theory]
    [InlineData("/account/login?returnUrl=%2Fbookings", "#email")]
    [InlineData("/account/register", "#email")]
    [InlineData("/account/forgot", "#email")]
    [InlineData("/staff/sign-in", "#email")]
    [InlineData("/bookings/find", "#email", "#reference")]
    public async Task Language_WhenSwitchedInAForm_KeepsWhatWasTyped(string address, params string[] fields)
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "ko-KR");
        await page.OpenAsync(address);
        foreach (var field in fields)
            await page.Locator(field).FillAsync("Not-Finished@");

        await page.SendAsync("#language");

        await Assertions.Expect(page.Locator("html[lang='en']")).ToBeVisibleAsync();
        foreach (var field in fields)
            await Assertions.Expect(page.Locator(field)).ToHaveValueAsync("Not-Finished@");
        await Assertions.Expect(page.Locator(".field-error:not(:empty), .problem")).ToHaveCountAsync(0);
        page.Url.ShouldNotContain("Finished");
        if (address.Contains("returnUrl", StringComparison.Ordinal))
            page.Url.ShouldContain("returnUrl=%2Fbookings");
        // What is sent now is sent in earnest, and without the switch.
        await page.SendAsync("main form button.block");
        await Assertions.Expect(page.Locator(".field-error:not(:empty)").First).ToBeVisibleAsync();
        page.Url.ShouldNotContain("handler");
        await page.SendAsync("#language");
        await Assertions.Expect(page.Locator("html[lang='ko']")).ToBeVisibleAsync();
    }

    /// <summary>The network is slow: what was pressed is still on its way.</summary>
    [Theory]
    [InlineData("ko-KR", true, "잠시만 기다려 주세요…")]
    [InlineData("en-US", false, "One moment…")]
    public async Task Pay_WhenTheNetworkIsSlow_SaysThatItIsBeingSentAndSendsOnce(string language, bool onPhone, string words)
    {
        var (page, _, _) = await OpensAsync(language, onPhone);
        var (arrived, slow) = (0, new TaskCompletionSource());
        await page.RouteAsync("**/checkout?**", async route =>
        {
            Interlocked.Increment(ref arrived);
            await slow.Task;
            await route.ContinueAsync();
        });
        await page.Locator("#email").FillAsync(email);
        await Assertions.Expect(page.Locator("#sending")).ToBeEmptyAsync();

        var said = await PlayAsync(
            page, "#pay",
            "press('#pay')",
            "press('#pay'); press('#language')",
            // As it is left, and shown again by the browser's Back.
            "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
            "press('#pay')");
        said.ShouldBe([$"{words}|true", $"{words}|true", "|null", $"{words}|true"]);
        slow.SetResult();
        await page.Locator("#card-number").WaitForAsync();
        // One before it was shown again, which may not have come so far, and one after.
        arrived.ShouldBeInRange(1, 2);
    }

    [Theory]
    [InlineData("/account/login", "#login")]
    [InlineData("/account/register", "#register")]
    [InlineData("/bookings/find", "#find")]
    [InlineData("/account/login", "#language")]
    public async Task Form_WhereverItIs_SaysThatItIsBeingSent(string address, string button)
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "en-US");
        await page.OpenAsync(address);
        var slow = new TaskCompletionSource();
        await page.RouteAsync("**", async route =>
        {
            await slow.Task;
            await route.ContinueAsync();
        });

        (await PlayAsync(page, button, $"press('{button}')")).ShouldBe(["One moment…|true"]);

        slow.SetResult();
        await Assertions.Expect(page.Locator("#sending")).ToBeEmptyAsync();
    }

    /// <summary>
    /// Lets the page act by itself, one step after the other, and tell what its sign and the button say after each: what Playwright
    /// (1.64.1) presses or looks at while the page is about to be left waits for the one that comes next, some of it for ever.
    /// </summary>
    static async Task<IReadOnlyList<string>> PlayAsync(IPage page, string button, params string[] steps)
    {
        const string Told = "told: ";
        var told = new ConcurrentQueue<string>();
        page.Console += (_, message) =>
        {
            if (message.Text.StartsWith(Told, StringComparison.Ordinal))
                told.Enqueue(message.Text[Told.Length..]);
        };
        await page.EvaluateAsync(
            $$"""
            button => {
              const press = pressed => document.querySelector(pressed).click();
              const tell = () => console.log(`{{Told}}${document.querySelector("#sending[role=status]").textContent}|${document.querySelector(button).ariaDisabled}`);
              [{{string.Join(", ", steps.Select(step => $"() => {{ {step} }}"))}}].forEach((step, n) => setTimeout(() => { step(); tell(); }, 300 * (n + 1)));
            }
            """,
            button);
        await Eventually.BecomesAsync(() => Task.FromResult(told.Count), count => count == steps.Length);
        return [.. told];
    }

    /// <summary>As the Act on Consumer Protection in Electronic Commerce wants it, articles 10 and 13.</summary>
    [Theory]
    [InlineData("ko-KR", true, "주식회사 티케팅시네마", "홍길동", "서울특별시 중구", "이용 약관")]
    [InlineData("ko-KR", false, "주식회사 티케팅시네마", "홍길동", "서울특별시 중구", "이용 약관")]
    [InlineData("en-US", true, "Ticketing Cinema Co., Ltd.", "Hong Gildong", "Jung-gu, Seoul", "Terms of sale")]
    [InlineData("en-US", false, "Ticketing Cinema Co., Ltd.", "Hong Gildong", "Jung-gu, Seoul", "Terms of sale")]
    public async Task Seller_BeforeSomebodyPays_IsNamedWithTerms(string language, bool onPhone, string name, string representative, string place, string terms)
    {
        string[] facts = [name, representative, place, "000-00-00000", "제0000-서울중구-00000호", "02-000-0000", "help@ticketing.example"];
        var (page, album, _) = await OpensAsync(language, onPhone);
        await SaysAsync(page.Locator("#checkout #seller"), facts);
        await SaysAsync(page.Locator(".site-footer"), facts);
        await page.Locator("#email").FillAsync(email);

        var opened = await page.RunAndWaitForPopupAsync(() => page.Locator("#seller a[href$='/terms']").ClickAsync());

        await Assertions.Expect(opened.Locator("main h1")).ToHaveTextAsync(terms);
        await SaysAsync(opened.Locator("main"), facts);
        await album.ShootAsync(opened, "11-terms");
        await opened.Locator(".site-footer a[href$='/privacy']").ClickAsync();
        await SaysAsync(opened.Locator(".site-footer"), facts);
        await SaysAsync(opened.Locator("main"), "help@ticketing.example");
        await Assertions.Expect(page.Locator("#email")).ToHaveValueAsync(email);

        static async Task SaysAsync(ILocator part, params string[] facts)
        {
            foreach (var fact in facts)
                await Assertions.Expect(part).ToContainTextAsync(fact);
        }
    }

    /// <summary>Twenty minutes before the start: at checkout, on the booking's page, and in the mail.</summary>
    [Theory]
    [InlineData("ko-KR", true, "까지 취소하고 전액 환불받을 수 있습니다.", "M월 d일 (ddd) HH:mm")]
    [InlineData("en-US", false, "You can cancel for a full refund until", "ddd d MMM, HH:mm")]
    public async Task Refunds_BeforePayingAndAfter_AreSaidInTheSameWords(string language, bool onPhone, string words, string pattern)
    {
        var (page, album, showing) = await OpensAsync(language, onPhone);
        var rule = await page.Locator("#checkout .cancelling-rule").InnerTextAsync();

        rule.ShouldContain(words);
        rule.ShouldContain(Korea(showing.StartsAt.AddMinutes(-20)).ToString(pattern, CultureInfo.GetCultureInfo(language)));
        await album.ShootAsync(page, "4-checkout-rules");
        await PaysAsync(page);
        (await page.Locator("#giving-back .cancelling-rule").InnerTextAsync()).ShouldBe(rule);
        (await app.MailAsync(email)).Text.ShouldContain(words);
    }

    [Theory]
    [InlineData("ko-KR", true, "더 이상 온라인으로 취소할 수 없습니다")]
    [InlineData("en-US", false, "can no longer be cancelled online")]
    public async Task Refunds_WhenTheShowingStartsSoon_AreSaidToBeOver(string language, bool onPhone, string words)
    {
        var (page, _, _) = await OpensAsync(language, onPhone, await app.GivenShowingAsync(startsIn: TimeSpan.FromMinutes(19)));

        await Assertions.Expect(page.Locator("#checkout .cancelling-rule")).ToContainTextAsync(words);

        await PaysAsync(page);
        await Assertions.Expect(page.Locator("#giving-back .cancelling-rule")).ToContainTextAsync(words);
        (await app.MailAsync(email)).Text.ShouldContain(words);
    }

    async Task PaysAsync(IPage page)
    {
        await page.SendAsync("#pay", ("#checkout #email", email));
        await page.Locator("#card-number").FillAsync(Cards.Good);
        await page.Locator("#pay").ClickAsync();
        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
    }

    static DateTime Korea(DateTimeOffset instant) => WallClock.At(instant, "Asia/Seoul").DateTime;

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
