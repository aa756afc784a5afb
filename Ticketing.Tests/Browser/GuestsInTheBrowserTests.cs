using System.Collections.Concurrent;
using Microsoft.Playwright;
using Ticketing.Core.Accounts;
using Ticketing.Core.Customers;

namespace Ticketing.Tests.Browser;

/// <summary>A browser becomes a guest where it needs to be one, and one guest only.</summary>
[Trait("Category", "Browser")]
public sealed class GuestsInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task FirstVisitor_FromTheFirstPageToTheSeats_GetsThemAndNoCookieBefore(string language, bool onPhone)
    {
        var showing = await app.GivenShowingAsync();
        var page = await chromium.NewPageAsync(app.Address("web"), onPhone ? Screen.Phone : Screen.Desktop, language);
        foreach (var catalogue in (string[])["/", $"/films/{showing.FilmId}", "/privacy"])
        {
            await page.OpenAsync(catalogue);
            (await page.Context.CookiesAsync()).ShouldBeEmpty(catalogue);
        }

        await page.OpenAsync($"/showings/{showing.Id}");
        await HoldAsync(page);

        await page.Locator("#checkout").WaitForAsync();
        (await page.Context.CookiesAsync()).ShouldContain(cookie => cookie.Name == CustomerCookie.Name);
    }

    /// <summary>The browser's own lock is the protection: without it the second answer makes another customer of the one who holds seats.</summary>
    [Fact]
    public async Task Seats_WhenTwoFirstPagesAreOpenedAtOnce_AreOneGuests()
    {
        var first = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, "ko-KR");
        var context = first.Context;
        var second = await context.NewPageAsync();
        var (asked, askedTogether) = (0, 0);
        await context.RouteAsync("**/guest", async route =>
        {
            // The first waits for as long as the second page takes to ask where nothing keeps it from that.
            if (Interlocked.Increment(ref asked) == 1)
            {
                await Task.Delay(TimeSpan.FromSeconds(2));
                askedTogether = asked;
            }

            await route.ContinueAsync();
        });
        var answers = new ConcurrentBag<IResponse>();
        context.Response += (_, answer) =>
        {
            if (answer.Url.EndsWith("/guest", StringComparison.Ordinal))
                answers.Add(answer);
        };
        IPage[] pages = [first, second];
        var showings = new[] { await app.GivenShowingAsync(), await app.GivenShowingAsync() };

        await Task.WhenAll(pages.Zip(showings, (page, showing) => page.OpenAsync($"/showings/{showing.Id}")));

        await Eventually.BecomesAsync(() => Task.FromResult(answers.Count), times => times == 2);
        (await Task.WhenAll(answers.Select(answer => answer.HeaderValueAsync("set-cookie")))).Count(cookie => cookie is not null).ShouldBe(1);
        askedTogether.ShouldBe(1);
        foreach (var page in pages)
        {
            await HoldAsync(page);
            await page.Locator("#checkout").WaitForAsync();
        }

        // Nothing of either is lost to the other.
        await first.ReloadAsync();
        await first.Locator("#checkout").WaitForAsync();
    }

    /// <summary>What the browser keeps of a page is nobody's who has signed in or out since.</summary>
    [Fact]
    public async Task Member_WhoHasJustSeenThePageAsAStranger_SeesTheirOwnAndAStrangersAgainAfterwards()
    {
        var person = await app.GivenPersonAsync(Roles.Customer);
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "en-US");
        await page.OpenAsync("/");
        await page.Locator(".site-header a[href*='/account/login']").ClickAsync();
        await page.SendAsync("#login", ("#email", person.Email), ("#password", person.Password));

        await Assertions.Expect(page.Locator("a.member")).ToHaveAttributeAsync("title", person.Email);

        await page.SendAsync(".header-tools form button");
        await Assertions.Expect(page.Locator("a.member")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".site-header a[href*='/account/login']")).ToHaveCountAsync(1);
    }

    static async Task HoldAsync(IPage page)
    {
        await page.Locator("button[data-index='0'].available").ClickAsync();
        await page.Locator("button[data-index='1'].available").ClickAsync();
        await page.SendAsync("#hold");
    }
}
