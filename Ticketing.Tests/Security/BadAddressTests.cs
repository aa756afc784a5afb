using System.Net.Http.Headers;
using System.Text;

namespace Ticketing.Tests.Security;

/// <summary>An address that makes no sense is its writer's mistake: 400 or 404, and never an outage, a page of ours that failed or another page.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V5.1.4")]
public sealed class BadAddressTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    /// <summary>Bytes that are no text, text that is no word, and too much of it.</summary>
    static readonly string[] Nonsense =
        ["%00", "%ff", "%c3%28", "%ed%a0%80", "%0d%0a", "%7f", "%e2%80%ae", "%f0%9f%8e%ac", "..%2f..%2fapi", "%25%30%30", "'--", new('a', 3000)];

    static readonly string[] Numbers = ["-1", "0", "9223372036854775807", "9223372036854775808", "99999999999999999999999", "1e5", "0x10", "%EF%BC%91", "NaN"];

    static readonly string[] Dates =
    [
        "0001-01-01", "9999-12-31", "0000-00-00", "2026-02-30", "10000-01-01", "-0001-01-01", "2026-13-01", "0001-01-01T00:00:00+09:00",
        "9999-12-31T23:59:59-09:00", "9999-12-31T23:59:59.9999999%2B14:00", "1999-12-31", "3000-01-01", "tomorrow", "2026-12-01%00",
    ];

    /// <summary>To pages the same as naming nothing.</summary>
    const string Blanks = "%0d%0a";

    [Fact]
    public async Task Page_WhenItsDateIsNone_IsRefused()
    {
        await using var database = await app.DatabaseAsync();
        var (film, cinema) = (database.Films.First().Id, database.Cinemas.First().Id);

        await ShouldAllBeAsync("web", [400, 404], [.. from page in (string[])[$"/films/{film}", $"/cinemas/{cinema}"] from date in Dates.Concat(Nonsense) where date != Blanks select $"{page}?date={date}"]);
        await ShouldAllBeAsync("api", [400], [.. from date in Dates.Concat(Nonsense) select $"/api/showings?date={date}"]);
    }

    [Fact]
    public async Task Page_WhenItsAddressIsNone_IsNotThere()
    {
        string[] pages =
        [
            "/films/{0}", "/cinemas/{0}", "/showings/{0}", "/showings/{0}/checkout?hold=a", "/waiting/{0}", "/bookings/{0}", "/bookings/{0}/cancel", "/bookings/{0}/address", "/bookings/{0}/return",
            "/bookings/ACDEFGHJKM?link={0}", "/bookings/ACDEFGHJKM/cancel?link={0}", "/bookings/ACDEFGHJKM/address?link={0}", "/bookings/{0}?link=a.b.c", "/{0}", "/account/{0}", "/live/{0}", "/css/{0}",
        ];
        await ShouldAllBeAsync("web", [400, 404], [.. from page in pages from text in Nonsense.Concat(Numbers) select page.Replace("{0}", text, StringComparison.Ordinal)]);
        string[] shortened = ["/bookings/aaaaaaaaaa", "/bookings/%0d%0aaaaaaaaa", "/bookings/0123456789/cancel", "/bookings/%EA%B0%80%EA%B0%80%EA%B0%80%EA%B0%80%EA%B0%80%EA%B0%80%EA%B0%80%EA%B0%80%EA%B0%80%EA%B0%80"];
        await ShouldAllBeAsync("web", [400, 404], shortened);
    }

    /// <summary>What a page need not understand to be that page.</summary>
    [Fact]
    public async Task Page_WhenItsQueryHoldsNonsense_NeverFails()
    {
        var showing = await app.GivenShowingAsync();
        await using var database = await app.DatabaseAsync();
        var film = database.Films.First().Id;
        string[] pages =
        [
            "/?culture={0}", "/?ui-culture={0}", "/?{0}={0}", $"/films/{film}?cinema={{0}}", $"/films/{film}?format={{0}}", "/films?q={0}", "/films?sound={0}", "/films?cinema={0}", $"/showings/{showing.Id}?{{0}}", $"/showings/{showing.Id}/checkout?hold={{0}}",
            $"/showings/{showing.Id}/checkout?hold=a&adult={{0}}", "/account/login?returnUrl={0}", "/account/login?returnUrl=/{0}", "/account/register?{0}", "/error?{0}",
            "/bookings/address/confirm?link={0}", "/bookings/address/stop?done={0}",
        ];
        await ShouldAllBeAsync("web", [200, 303, 400, 404, 410], [.. from page in pages from text in Nonsense.Concat(Numbers) select page.Replace("{0}", text, StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task Page_WhenItsCookiesHoldNonsense_NeverFails()
    {
        var showing = await app.GivenShowingAsync();
        string[] names =
        [
            "ticketing-customer", "__Host-ticketing-customer", "ticketing-antiforgery", "__Host-ticketing-antiforgery", ".AspNetCore.Culture",
            "__Host-ticketing-booking-ACDEFGHJKM", "__Host-ticketing-pass-1", "__Host-ticketing-address-confirm",
        ];
        foreach (var page in (string[])["/", $"/showings/{showing.Id}", "/account/login", "/bookings/ACDEFGHJKM", "/bookings/address/confirm"])
        {
            foreach (var text in Nonsense.Concat(["c=xx-yy|uic=zz", "c=%00|uic=%ff"]))
            {
                using var browser = new CookieBrowser(app.Address("web"));
                foreach (var name in names)
                    browser.SetCookie(name, text);
                (await browser.GetAsync(page)).Status.ShouldBeLessThan(500, $"{page} with cookies of {text}");
            }
        }
    }

    [Fact]
    public async Task Page_WhenTheBrowsersLanguageIsNone_NeverFails()
    {
        foreach (var language in (string[])["xx-yyyyyyyy-zzzzzzzz", "*;q=9", "ko;q=abc", new('k', 5000), "ko,,,;;;", "\u007f"])
        {
            (await RawHeader.SendAsync(app.Address("web"), "/", "Accept-Language", language)).ShouldBeLessThan(500, language);
        }
    }

    [Fact]
    public async Task LoginForm_WhenItHoldsNonsense_NeverFails()
    {
        foreach (var text in (string[])["%00", "%ff", "%ed%a0%80", "%c3%28", new('a', 5000), "a%00@b.example", "a%0d%0aBcc:%20c@d.example@e.example"])
        {
            using var browser = new CookieBrowser(app.Address("web"));
            foreach (var page in (string[])["/account/login", "/account/register"])
            {
                await browser.GetAsync(page);
                var visit = await browser.PostRawAsync(page, $"Form.Email={text}&Form.Password={text}long-enough");
                visit.Status.ShouldBeOneOf([200, 400], $"{page} with {text}");
            }
        }
    }

    /// <summary>Where somebody goes after signing in may have any letters of any language.</summary>
    [Fact]
    public async Task Login_WhenItLeadsToAnAddressWithOtherLetters_LeadsThere()
    {
        using var browser = new CookieBrowser(app.Address("web"));
        var email = $"{Guid.NewGuid():N}@members.example";
        await app.RegisterMemberAsync(email, "a long pass phrase 7391");
        var page = $"/account/login?returnUrl={Uri.EscapeDataString("/films/파묘?d=\u00e9")}";
        await browser.GetAsync(page);

        var visit = await browser.PostAsync(page, ("Form.Email", email), ("Form.Password", "a long pass phrase 7391"));

        visit.Status.ShouldBe(303, visit.Body);
        visit.Location.ShouldBe("/films/%ED%8C%8C%EB%AC%98?d=%C3%A9");
    }

    [Fact]
    public async Task Api_WhenAnAddressIsNonsense_IsRefused()
    {
        string[] pages =
        [
            "/api/showings/{0}", "/api/showings/{0}/x", "/api/bookings/{0}", "/api/bookings/linked?{0}",
            "/api/staff/bookings?reference={0}", "/api/staff/dead-letters?page={0}", "/api/staff/dead-letters?queue={0}", "/api/staff/dead-letters?replayed={0}", "/api/staff/showings/{0}/cancellation",
            "/api/staff/bookings/{0}/events", "/api/staff/bookings/{0}/mails", "/api/{0}",
        ];
        using var staff = await app.GivenStaffAsync();
        foreach (var path in from page in pages from text in Nonsense.Concat(Numbers).Concat(Dates) select page.Replace("{0}", text, StringComparison.Ordinal))
        {
            using var answer = await staff.GetAsync(path);
            // A queue of that name is empty.
            int[] right = path.StartsWith("/api/staff/dead-letters?", StringComparison.Ordinal) ? [200, 400] : [400, 401, 404, 414];
            ((int)answer.StatusCode).ShouldBeOneOf(right, path);
        }

        foreach (var text in Nonsense.Concat(Numbers))
        {
            using var filtered = await staff.GetAsync($"/api/showings?date=2026-12-01&film={text}&cinema={text}");
            ((int)filtered.StatusCode).ShouldBeOneOf([200, 400], text);
        }
    }

    [Fact]
    public async Task SeatHolds_WhenAnAddressIsNonsense_IsRefused()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        string[] pages =
        [
            "/live/showings/{0}/seats", "/live/showings/{0}/layout", "/live/showings/{0}/stream", $"/live/showings/{showing.Id}/seats?min={{0}}", "/live/waiting-rooms?showing={0}x", "/live/waiting-rooms/{0}/place",
            "/api/showings/{0}/holds/a", "/live/{0}",
        ];
        await ShouldAllBeAsync("seat-holds", [400, 401, 404, 429], [.. from page in pages from text in Nonsense.Concat(Numbers).Concat(Dates) select page.Replace("{0}", text, StringComparison.Ordinal)]);
        foreach (var text in Nonsense.Concat(Numbers).Concat(["a~b", "%0d%0a~a"]))
        {
            ((int)(await customer.FindHoldAsync(showing.Id, text)).StatusCode).ShouldBeOneOf([400, 404], text);
            ((int)(await customer.ReleaseAsync(showing.Id, text)).StatusCode).ShouldBeOneOf([400, 404, 405], text);
        }
    }

    /// <summary>Also what JSON can say and no text is.</summary>
    [Theory]
    [InlineData("\"\\u0000\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00a\"")]
    [InlineData("\"a\\r\\nb\"")]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"0001-01-01T00:00:00+09:00\"")]
    [InlineData("\"9999-12-31T23:59:59-09:00\"")]
    [InlineData("{}")]
    [InlineData("[[]]")]
    [InlineData("null")]
    public async Task Body_WhenAValueIsNonsense_IsRefused(string value)
    {
        using var staff = await app.GivenStaffAsync(secondFactor: true);
        var showing = await app.GivenShowingAsync();
        (string Method, string Path, string Body)[] requests =
        [
            ("POST", "/api/bookings", "{\"showingId\":$,\"holdId\":\"a~b\",\"email\":\"a@b.example\",\"language\":\"ko\",\"seats\":[{\"index\":1,\"concession\":\"adult\"}]}"),
            ("POST", "/api/bookings", $"{{\"showingId\":{showing.Id},\"holdId\":$,\"email\":\"a@b.example\",\"language\":\"ko\",\"seats\":[{{\"index\":1,\"concession\":\"adult\"}}]}}"),
            ("POST", "/api/bookings", $"{{\"showingId\":{showing.Id},\"holdId\":\"a~b\",\"email\":$,\"language\":\"ko\",\"seats\":[{{\"index\":1,\"concession\":\"adult\"}}]}}"),
            ("POST", "/api/bookings", $"{{\"showingId\":{showing.Id},\"holdId\":\"a~b\",\"email\":\"a@b.example\",\"language\":$,\"seats\":[{{\"index\":1,\"concession\":\"adult\"}}]}}"),
            ("POST", $"/api/bookings/{Guid.NewGuid()}/cancellation", "{\"seats\":$}"),
            ("POST", "/api/accounts/login", "{\"email\":$,\"password\":$}"),
            ("POST", "/api/staff/outbox/replay", "{\"since\":$}"),
            ("PUT", $"/api/staff/waiting-rooms/showing/{showing.Id}", "{\"mode\":\"on\",\"cap\":$,\"ratePerSecond\":1}"),
        ];
        foreach (var (method, path, body) in requests)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body.Replace("$", value, StringComparison.Ordinal), Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            using var answer = await staff.SendAsync(request);
            ((int)answer.StatusCode).ShouldBeOneOf([400, 401, 403, 404, 422], $"{path} {body} with {value}: {await answer.Content.ReadAsStringAsync()}");
        }

        using var seatHolds = app.CreateClient("seat-holds");
        seatHolds.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await CustomerClient.ReadAsync<IssuedCustomer>(await app.CreateClient("api").PostAsync("/api/customers", null))).Token);
        foreach (var body in (string[])["{\"seats\":$}", "{\"seats\":[$]}", "{\"bestAvailable\":{\"count\":$}}", "{\"bestAvailable\":{\"count\":1,\"zone\":$,\"wheelchairs\":9}}"])
        {
            using var answer = await seatHolds.PostAsync(
                $"/api/showings/{showing.Id}/holds", new StringContent(body.Replace("$", value, StringComparison.Ordinal), Encoding.UTF8, "application/json"));
            ((int)answer.StatusCode).ShouldBe(400, $"{body} with {value}");
        }
    }

    /// <summary>Instants at which no sale opens, and with which nobody can reckon.</summary>
    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    [InlineData("1999-12-31T23:59:59+09:00")]
    public async Task WaitingRoom_WhenItOpensAtNoTime_IsRefused(string opensAt)
    {
        using var staff = await app.GivenStaffAsync();
        var showing = await app.GivenShowingAsync();

        using var answer = await staff.PutAsync(
            $"/api/staff/waiting-rooms/showing/{showing.Id}",
            new StringContent($"{{\"mode\":\"on\",\"cap\":1,\"ratePerSecond\":1,\"opensAt\":\"{opensAt}\"}}", Encoding.UTF8, "application/json"));

        ((int)answer.StatusCode).ShouldBe(400);
    }

    /// <summary>One rule for every service: 1 to 100 visible characters of ASCII.</summary>
    [Theory]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("a\u007f")]
    public async Task IdempotencyKey_WithInvisibleCharacters_IsRefusedByEveryService(string key)
    {
        var showing = await app.GivenShowingAsync();
        var token = (await CustomerClient.ReadAsync<IssuedCustomer>(await app.CreateClient("api").PostAsync("/api/customers", null))).Token;
        (string Resource, string Path, string Body)[] requests =
        [
            ("api", "/api/bookings", "{}"),
            ("api", $"/api/bookings/{Guid.NewGuid()}/cancellation", "{}"),
            ("seat-holds", $"/api/showings/{showing.Id}/holds", "{\"seats\":[1]}"),
        ];
        foreach (var (resource, path, body) in requests)
        {
            var status = await RawHeader.SendAsync(app.Address(resource), path, "Idempotency-Key", key, body, token);
            status.ShouldBe(400, path);
        }
    }

    async Task ShouldAllBeAsync(string resource, int[] right, string[] paths)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address(resource) };
        var wrong = new List<string>();
        foreach (var path in paths)
        {
            // As it is written: a Uri would tidy it.
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Address(resource), path.Replace("'", "%27", StringComparison.Ordinal)));
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (!right.Contains((int)answer.StatusCode))
                wrong.Add($"{(int)answer.StatusCode} {(path.Length > 200 ? path[..200] : path)}");
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }
}
