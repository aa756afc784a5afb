using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;

namespace Ticketing.Tests.Browser;

/// <summary>A customer buys two seats by clicking, at both screen widths and in both languages.</summary>
[Trait("Category", "Browser")]
public sealed partial class BuyingInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("ko-KR", false)]
    [InlineData("en-US", true)]
    [InlineData("en-US", false)]
    public async Task Buy_WhenClickedFromTheFirstPage_EndsWithTicketsAndMail(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var album = new Album(language[..2], screen);
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        var failures = Watch(page);
        var email = $"{Guid.NewGuid():N}@browsers.example";

        await page.OpenAsync("/");
        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe(language[..2]);
        await album.ShootAsync(page, "1-films");
        // Others are not on sale yet.
        await page.Locator("#films a[href*='/films/']").Last.ClickAsync();
        await album.ShootAsync(page, "2-showings");
        await ChooseTheLastShowingAsync(page);
        await page.Locator("button[data-index]").First.WaitForAsync();
        await PickTwoSeatsAsync(page);
        await album.ShootAsync(page, "3-seats");
        await page.SendAsync("#hold");
        await page.Locator("#email").FillAsync(email);
        await album.ShootAsync(page, "4-checkout");
        await page.SendAsync("#pay");
        await page.Locator("#card-number").FillAsync(Cards.Good);
        await album.ShootAsync(page, "5-payment");
        await page.Locator("#pay").ClickAsync();
        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
        var reference = (await page.Locator("#booking-reference").InnerTextAsync()).Trim();
        await album.ShootAsync(page, "6-tickets");

        await using var database = await app.DatabaseAsync();
        var booking = await database.Bookings.Include(b => b.Tickets).SingleAsync(b => b.NormalizedEmail == email);
        booking.Status.ShouldBe(BookingStatus.Confirmed);
        booking.Tickets.Count.ShouldBe(2);
        Letters().Replace(reference, "").ShouldBe(booking.Reference);
        booking.Language.ShouldBe(language[..2]);
        (await app.MailAsync(email)).Text.ShouldContain(booking.Reference);
        failures.ShouldBeEmpty();
    }

    /// <summary>The header's link leads back to the checkout, and the seats are still theirs.</summary>
    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Guest_WhoSignsInDuringCheckout_BuysTheSameSeatsAsAMemberAndFindsThemAgain(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var person = await app.GivenPersonAsync(Roles.Customer);
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        await page.OpenAsync("/");
        await page.Locator("#films a[href*='/films/']").Last.ClickAsync();
        await ChooseTheLastShowingAsync(page);
        await page.Locator("button[data-index]").First.WaitForAsync();
        await PickTwoSeatsAsync(page);
        await page.SendAsync("#hold");
        await page.Locator("#checkout").WaitForAsync();
        var seats = await page.Locator(".seat-name").AllInnerTextsAsync();

        await page.Locator(".site-header a[href*='/account/login']").ClickAsync();
        await page.SendAsync("#login", ("#email", person.Email), ("#password", person.Password));

        await page.Locator("#checkout").WaitForAsync();
        (await page.Locator(".seat-name").AllInnerTextsAsync()).ShouldBe(seats);
        (await page.Locator("#email").InputValueAsync()).ShouldBe(person.Email);
        await new Album(language[..2], screen).ShootAsync(page, "4-checkout-signed-in");
        await page.SendAsync("#pay");
        await page.Locator("#card-number").FillAsync(Cards.Declined);
        await page.Locator("#pay").ClickAsync();
        await page.Locator("#error").WaitForAsync();
        await new Album(language[..2], screen).ShootAsync(page, "5-payment-declined");
        var payment = page.Url;
        await page.Locator("#card-number").FillAsync(Cards.Good);
        await page.Locator("#pay").ClickAsync();
        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
        await page.OpenAsync(payment);
        await new Album(language[..2], screen).ShootAsync(page, "5-payment-done");
        await page.Locator("#go-back").ClickAsync();
        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
        await using var database = await app.DatabaseAsync();
        var booking = await database.Bookings.SingleAsync(booking => booking.CustomerId == person.Id);
        booking.Status.ShouldBe(BookingStatus.Confirmed);

        await page.Locator(".site-footer a[href$='/bookings']").ClickAsync();
        var listed = page.Locator("#bookings li");
        await listed.First.WaitForAsync();
        (await listed.CountAsync()).ShouldBe(1);
        (await listed.First.InnerTextAsync()).ShouldContain($"{string.Join(", ", seats)}");
        await new Album(language[..2], screen).ShootAsync(page, "7-my-bookings");
        await listed.First.Locator("a").ClickAsync();
        (await page.Locator("#booking-reference").InnerTextAsync()).ShouldBe(booking.Reference);
        await page.SendAsync("#resend");
        await page.Locator("#resent").WaitForAsync();
        await new Album(language[..2], screen).ShootAsync(page, "8-mailed-again");

        await page.OpenAsync("/bookings/find");
        await page.Locator("#reference").FillAsync("1");
        await page.Locator("#email").FillAsync(person.Email);
        await page.SendAsync("#find");
        await Assertions.Expect(page.Locator("#reference-error")).Not.ToBeEmptyAsync();
        await new Album(language[..2], screen).ShootAsync(page, "9-find-booking");
        await page.Locator("#reference").FillAsync(booking.Reference);
        await page.SendAsync("#find");
        await page.Locator("#mail-sent").WaitForAsync();
        await new Album(language[..2], screen).ShootAsync(page, "10-found-booking");
        await Eventually.BecomesAsync(() => app.MailsAsync(person.Email), mails => mails.Length == 3);
    }

    /// <summary>Both when the browser shows the form as it was left and when it loads the page anew.</summary>
    [Theory]
    [InlineData("ko-KR", true, false)]
    [InlineData("en-US", false, true)]
    public async Task Customer_WhoComesBackFromThePaymentAndCorrectsTheAddress_GetsTheTicketsThere(string language, bool onPhone, bool loadsAnew)
    {
        var page = await chromium.NewPageAsync(app.Address("web"), onPhone ? Screen.Phone : Screen.Desktop, language);
        var right = $"{Guid.NewGuid():N}@browsers.example";
        await page.OpenAsync("/");
        await page.Locator("#films a[href*='/films/']").Last.ClickAsync();
        await ChooseTheLastShowingAsync(page);
        await page.Locator("button[data-index]").First.WaitForAsync();
        await PickTwoSeatsAsync(page);
        await page.SendAsync("#hold");
        await page.Locator("#email").FillAsync($"wrong-{right}");
        var checkout = page.Url;
        await page.SendAsync("#pay");
        await page.Locator("#card-number").WaitForAsync();

        if (loadsAnew)
            await page.OpenAsync(checkout);
        else
            await page.GoBackAsync();
        await page.SendAsync("#pay", ("#checkout #email", right));
        await page.Locator("#card-number").FillAsync(Cards.Good);
        await page.Locator("#pay").ClickAsync();

        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
        await using var database = await app.DatabaseAsync();
        (await database.Bookings.SingleAsync(booking => booking.NormalizedEmail == right)).Status.ShouldBe(BookingStatus.Confirmed);
        (await app.MailAsync(right)).Subject.ShouldNotBeEmpty();
        (await app.MailsAsync($"wrong-{right}")).ShouldBeEmpty();
    }

    /// <summary>Whoever got markup into a page of ours still could not have it send anything away.</summary>
    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V14.4.3")]
    public async Task Form_InAPageThatLeadsToAnotherSite_IsNotSent()
    {
        var visits = 0;
        await using var foreign = await TestService.StartAsync(_ => { }, site => site.Run(http =>
        {
            Interlocked.Increment(ref visits);
            return http.Response.WriteAsync("Thank you for your card.");
        }));
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, "en-US");
        await page.OpenAsync("/account/login");

        var refused = await page.EvaluateAsync<string>(
            """
            action => new Promise(answer => {
              document.addEventListener('securitypolicyviolation', violation => answer(violation.effectiveDirective));
              const form = document.createElement('form');
              form.method = 'post';
              form.action = action;
              document.body.append(form);
              form.submit();
            })
            """,
            foreign.Addresses[0].ToString());

        refused.ShouldBe("form-action");
        visits.ShouldBe(0);
    }

    /// <summary>A day far ahead is never sold out, past or closed.</summary>
    static async Task ChooseTheLastShowingAsync(IPage page)
    {
        var dates = page.Locator("a[href*='date=']");
        if (await dates.CountAsync() > 0)
        {
            await dates.Last.ClickAsync();
            await page.LoadedAsync();
        }

        await page.Locator("a[href*='/showings/']").Last.ClickAsync();
    }

    static async Task PickTwoSeatsAsync(IPage page)
    {
        var free = page.Locator("button[data-index].available:not(.wheelchair):not(.companion)");
        await free.First.WaitForAsync();
        var (first, second) = SeatPicks.TwoAtAnEnd(await free.EvaluateAllAsync<string[]>("seats => seats.map(seat => seat.title)"));
        await page.Locator($"button[title='{first}']").ClickAsync();
        await page.Locator($"button[title='{second}']").ClickAsync();
    }

    /// <summary>What the browser's own console complains of.</summary>
    static List<string> Watch(IPage page)
    {
        var failures = new List<string>();
        page.PageError += (_, error) => failures.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                failures.Add(message.Text);
        };
        return failures;
    }

    [GeneratedRegex("[^A-Z0-9]")]
    private static partial Regex Letters();
}
