using System.Net;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Security;

/// <summary>A mail's link is exchanged for a cookie, and is in no address, page or referrer from then on.</summary>
[Trait("Category", "Security")]
public sealed partial class MailLinkTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    [Trait("Asvs", "V8.3.1")]
    public async Task Link_WhenOpened_LeavesTheAddressForACookie()
    {
        var (booking, link) = await GivenMailAsync(3);
        using var browser = new CookieBrowser(app.Address("web"));

        var opened = await browser.GetAsync($"/bookings/{booking.Reference}?resent=true&link={link}");

        opened.Status.ShouldBe(303);
        opened.Location.ShouldBe($"/bookings/{booking.Reference}?resent=true");
        opened.Headers["Referrer-Policy"].ShouldBe("no-referrer");
        opened.Headers["Cache-Control"].ShouldContain("no-store");
        var page = await browser.FollowAsync(opened);
        page.Status.ShouldBe(200);
        page.Body.ShouldContain(booking.Reference);
        page.Body.ShouldNotContain(link);
        page.Body.ShouldContain("qr-code", customMessage: "Its tickets are shown.");
        // Its address is no secret any more, but other sites need not know it; its forms have to say where they come from.
        page.Headers["Referrer-Policy"].ShouldBe("same-origin");
    }

    [Fact]
    [Trait("Asvs", "V3.4.4")]
    public async Task Cookie_IsTheHostsOwnAndSecureAndShortLivedAndNoLink()
    {
        var (booking, link) = await GivenMailAsync(3);
        using var browser = new CookieBrowser(app.Address("web"));

        var opened = await browser.GetAsync($"/bookings/{booking.Reference}?link={link}");

        var cookie = opened.SetCookies.Single(set => set.Contains(booking.Reference, StringComparison.Ordinal));
        cookie.ShouldStartWith($"__Host-ticketing-booking-{booking.Reference}=");
        var attributes = cookie.Split(';').Skip(1).Select(attribute => attribute.Trim().ToLowerInvariant()).ToList();
        foreach (var attribute in (string[])["secure", "httponly", "samesite=lax", "path=/"])
            attributes.ShouldContain(attribute);
        attributes.ShouldNotContain(attribute => attribute.StartsWith("domain", StringComparison.Ordinal));
        var age = attributes.Single(attribute => attribute.StartsWith("max-age=", StringComparison.Ordinal));
        int.Parse(age["max-age=".Length..], System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(60, 3600);
        cookie.ShouldNotContain(link, customMessage: "It ends sooner than the link.");
    }

    [Fact]
    [Trait("Asvs", "V4.2.1")]
    public async Task Pages_OfABooking_OpenWithItsOwnCookieOnly()
    {
        var (booking, link) = await GivenMailAsync(3);
        var (other, _) = await GivenMailAsync(8);
        using var browser = new CookieBrowser(app.Address("web"));
        await browser.FollowAsync(await browser.GetAsync($"/bookings/{booking.Reference}?link={link}"));
        var cookie = browser.Cookies.Single(known => known.Key.EndsWith(booking.Reference, StringComparison.Ordinal));

        foreach (var page in (string[])["", "/cancel", "/address"])
        {
            (await browser.GetAsync($"/bookings/{booking.Reference}{page}")).Status.ShouldBe(200);
            (await browser.GetAsync($"/bookings/{other.Reference}{page}")).Status.ShouldBe(404);
        }

        // Neither another booking's, nor what somebody wrote, nor the link itself.
        foreach (var value in (string[])[cookie.Value, link, "a", "CfDJ8"])
        {
            browser.SetCookie($"__Host-ticketing-booking-{other.Reference}", value);
            (await browser.GetAsync($"/bookings/{other.Reference}")).Status.ShouldBe(404);
        }

        browser.Forget(cookie.Key);
        (await browser.GetAsync($"/bookings/{booking.Reference}")).Status.ShouldBe(404);
        // What is not open says how to open it, whether there is such a booking or not.
        var unknown = await browser.GetAsync("/en/bookings/ACDEFGHJKM");
        unknown.Status.ShouldBe(404);
        unknown.Body.ShouldContain("in your e-mail");
    }

    [Fact]
    [Trait("Asvs", "V3.4.4")]
    public async Task Mails_OfTwoBookings_OpenBesideEachOther()
    {
        var (first, firstLink) = await GivenMailAsync(3);
        var (second, secondLink) = await GivenMailAsync(8);
        using var browser = new CookieBrowser(app.Address("web"));

        foreach (var (booking, link) in ((BookingView, string)[])[(first, firstLink), (second, secondLink), (first, firstLink)])
            (await browser.FollowAsync(await browser.GetAsync($"/bookings/{booking.Reference}?link={link}"))).Status.ShouldBe(200);

        foreach (var booking in (BookingView[])[first, second])
            (await browser.GetAsync($"/bookings/{booking.Reference}")).Body.ShouldContain(booking.Reference);
    }

    [Fact]
    [Trait("Asvs", "V8.3.1")]
    public async Task GivingBack_WorksFromTheCookie()
    {
        var (booking, link) = await GivenMailAsync(3, 4);
        using var browser = new CookieBrowser(app.Address("web"));
        var page = await browser.FollowAsync(await browser.GetAsync($"/bookings/{booking.Reference}?link={link}"));
        page.Body.ShouldContain($"action=\"/bookings/{booking.Reference}/cancel\"");

        var asked = await browser.GetAsync($"/bookings/{booking.Reference}/cancel?seats=4");
        asked.Status.ShouldBe(200);
        asked.Body.ShouldNotContain(link);
        var done = await browser.PostAsync($"/bookings/{booking.Reference}/cancel?seats=4", ("IdempotencyKey", Key().Match(asked.Body).Groups[1].Value));

        done.Status.ShouldBe(303);
        done.Location.ShouldBe($"/bookings/{booking.Reference}");
        var left = await browser.FollowAsync(done);
        left.Status.ShouldBe(200);
        left.Body.ShouldContain($"<s>{booking.Seats[1].Label}</s>");
    }

    /// <summary>Not even the page that says that it opens nothing hands it on to the page on which people sign in.</summary>
    [Fact]
    [Trait("Asvs", "V8.3.1")]
    public async Task Link_WhenItOpensNothing_IsNotWhereSigningInLeadsBackTo()
    {
        var (booking, link) = await GivenMailAsync(3);
        using var browser = new CookieBrowser(app.Address("web"));

        var refused = await browser.GetAsync($"/bookings/{booking.Reference}?seats=3&link={link}x");

        refused.Status.ShouldBe(404);
        var signIn = SignIn().Match(refused.Body).Groups[1].Value;
        signIn.ShouldContain($"{booking.Reference}");
        signIn.ShouldNotContain("link");
    }

    /// <summary>Something that is no seat is not all seats.</summary>
    [Theory]
    [InlineData("?seats=x")]
    [InlineData("?seats=4&seats=99999999999")]
    [InlineData("?seats=%00")]
    [Trait("Asvs", "V5.1.3")]
    public async Task GivingBack_WhenASeatIsNone_GivesNothingBack(string query)
    {
        var (booking, link) = await GivenMailAsync(3, 4);
        using var browser = new CookieBrowser(app.Address("web"));
        await browser.FollowAsync(await browser.GetAsync($"/bookings/{booking.Reference}?link={link}"));
        await browser.GetAsync($"/bookings/{booking.Reference}/cancel");

        (await browser.GetAsync($"/bookings/{booking.Reference}/cancel{query}")).Status.ShouldBe(400);
        (await browser.PostAsync($"/bookings/{booking.Reference}/cancel{query}", ("IdempotencyKey", Guid.NewGuid().ToString()))).Status.ShouldBe(400);

        WebUtility.HtmlDecode((await browser.GetAsync($"/bookings/{booking.Reference}")).Body).ShouldNotContain("<s>");
    }

    [Fact]
    [Trait("Asvs", "V3.4.4")]
    public async Task Pass_IsTheHostsOwnCookie()
    {
        var showing = await app.GivenShowingAsync();
        var room = await app.GivenWaitingRoomAsync(showing.Id, cap: 5);
        using var browser = new CookieBrowser(app.Address("web"));
        await browser.CallAsync(HttpMethod.Post, "/guest");
        var place = await Eventually.BecomesAsync(
            () => browser.CallAsync(HttpMethod.Post, $"/api/waiting-rooms/{room}/places", new { }), visit => visit.Status == 201);
        var token = System.Text.Json.JsonDocument.Parse(place.Body).RootElement.GetProperty("token").GetString()!;

        var pass = await Eventually.BecomesAsync(
            () => browser.CallAsync(HttpMethod.Post, $"/api/waiting-rooms/{room}/pass", new { }, ("Waiting-Room-Place", token)), visit => visit.Status == 200);

        var cookie = pass.SetCookies.ShouldHaveSingleItem();
        cookie.ShouldStartWith($"__Host-ticketing-pass-{room}=");
        foreach (var attribute in (string[])["; secure", "; httponly", "; samesite=lax", "; path=/"])
            cookie.ToLowerInvariant().ShouldContain(attribute);
        // It opens both the page and the hold.
        await Eventually.BecomesAsync(() => browser.GetAsync($"/showings/{showing.Id}"), visit => visit.Status == 200);
        (await browser.CallAsync(HttpMethod.Post, $"/api/showings/{showing.Id}/holds", new { seats = new[] { 0 } })).Status.ShouldBe(201);
    }

    async Task<(BookingView Booking, string Link)> GivenMailAsync(params int[] seats)
    {
        var (booking, _) = await app.GivenTicketsAsync(await app.GivenCustomerAsync(), (await app.GivenShowingAsync()).Id, seats);
        return (booking, await app.LinkOfAsync(booking.Id));
    }

    [GeneratedRegex("IdempotencyKey\"[^>]*value=\"([^\"]+)")]
    private static partial Regex Key();

    [GeneratedRegex("href=\"(/account/login[^\"]*)\"")]
    private static partial Regex SignIn();
}
