using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Security;

/// <summary>Who reads the logs can neither be a customer nor learn who they are.</summary>
[Trait("Category", "Security")]
public sealed partial class SecretsInLogsTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const string Password = "a long pass phrase 7391";

    /// <summary>What must not be in a line, and what it is.</summary>
    readonly Dictionary<string, string> secrets = [];

    [Fact]
    [Trait("Asvs", "V7.1.1")]
    public async Task Logs_OfWhatCustomersAndStaffDo_HoldNoSecretsAndNoAddresses()
    {
        await using var logs = new ServiceLogs(app.Logs, app.Model);
        Learn("card number", Cards.Good, Cards.Good.Replace(" ", "", StringComparison.Ordinal));

        using var guest = new CookieBrowser(app.Address("web"));
        var ofGuest = await BuysAsync(guest, 3, 4);
        await CancelsByMailAsync(ofGuest);
        await ChangesTheAddressAsync(guest);
        using var member = new CookieBrowser(app.Address("web"));
        await SignsUpAsync(member);
        var ofMember = await BuysAsync(member, 8);
        await StaffActsAsync(ofMember);
        await WaitsAsync();

        // The mails are the last that is written of.
        foreach (var bought in (Bought[])[ofGuest, ofMember])
            await Eventually.BecomesAsync(() => Task.FromResult(logs.Lines.Any(entry => entry.Line.Contains(bought.Reference, StringComparison.Ordinal))), found => found);
        var told = logs.Lines.SelectMany(entry => secrets.Where(secret => entry.Line.Contains(secret.Key, StringComparison.OrdinalIgnoreCase))
            .Select(secret => $"{entry.Source} wrote a {secret.Value}: {entry.Line}")).ToList();
        told.ShouldBeEmpty($"{told.Count} lines of {logs.Lines.Count}");
    }

    async Task<Bought> BuysAsync(CookieBrowser browser, params int[] seats)
    {
        var showing = await app.GivenShowingAsync();
        var email = $"{Guid.NewGuid():N}@customers.example";
        Learn("e-mail address", email, Uri.EscapeDataString(email));
        await browser.GetAsync($"/showings/{showing.Id}");
        await browser.CallAsync(HttpMethod.Post, "/guest");
        Learn("customer's token", browser.CustomerToken);
        var held = await browser.CallAsync(HttpMethod.Post, $"/api/showings/{showing.Id}/holds", new { seats });
        held.Status.ShouldBe(201, held.Body);
        var checkout = $"/showings/{showing.Id}/checkout?hold={Uri.EscapeDataString(JsonDocument.Parse(held.Body).RootElement.GetProperty("holdId").GetString()!)}";
        var page = await browser.GetAsync(checkout);
        (string, string)[] form =
        [
            ("Form.IdempotencyKey", KeyOf(page)), ("Form.Email", email),
            .. seats.SelectMany((seat, place) => new[] { ($"Form.Seats[{place}].Index", $"{seat}"), ($"Form.Seats[{place}].Concession", "Adult") }),
        ];
        // Whoever is told that it does not work just now presses the button again.
        var paying = await Eventually.BecomesAsync(() => browser.PostAsync(checkout, form), answer => answer.Status == 303);
        await app.PayAsync(new PaymentView(default, paying.Location!));

        var mail = await app.MailAsync(email);
        var link = new Uri(MailLink().Match(mail.Text).Value);
        Learn("mail's link", link.Query["?link=".Length..]);
        var reference = link.Segments[^1];
        var opened = await browser.FollowAsync(await browser.GetAsync(link.PathAndQuery));
        opened.Status.ShouldBe(200);
        Learn("ticket's code", [.. TicketCode().Matches(opened.Body).Select(code => code.Groups[1].Value)]);
        LearnCookies(browser);
        return new Bought(reference, link, email);
    }

    /// <summary>On another device, from the mail.</summary>
    async Task CancelsByMailAsync(Bought bought)
    {
        using var phone = new CookieBrowser(app.Address("web"));
        (await phone.GetAsync($"/bookings/{bought.Reference}{bought.Link.Query}x")).Status.ShouldBe(404);
        var opened = await phone.FollowAsync(await phone.GetAsync(bought.Link.PathAndQuery));
        var asked = await phone.FollowAsync(await phone.GetAsync(System.Net.WebUtility.HtmlDecode(CancelLink().Match(opened.Body).Groups[1].Value)));
        asked.Status.ShouldBe(200);
        LearnCookies(phone);
        var done = await phone.PostAsync($"/bookings/{bought.Reference}/cancel{(IsInAddresses(asked) ? bought.Link.Query : "")}", ("IdempotencyKey", KeyOf(asked)));
        done.Status.ShouldBe(303, done.Body);
        await Eventually.BecomesAsync(() => app.MailsAsync(bought.Email), mails => mails.Length >= 2);
    }

    /// <summary>Of tickets of their own: to another address, from the booking's page and then from both mails.</summary>
    async Task ChangesTheAddressAsync(CookieBrowser browser)
    {
        var bought = await BuysAsync(browser, 12);
        var next = $"{Guid.NewGuid():N}@customers.example";
        Learn("e-mail address", next, Uri.EscapeDataString(next));
        await browser.FollowAsync(await browser.GetAsync(bought.Link.PathAndQuery));
        (await browser.PostAsync($"/bookings/{bought.Reference}/address", ("Form.Email", next))).Status.ShouldBe(303);
        await Eventually.BecomesAsync(() => app.MailsAsync(bought.Email), mails => mails.Length >= 2);
        foreach (var (mail, which) in ((Mail, string)[])[(await app.MailAsync(next), "confirm"), (await app.MailAsync(bought.Email), "stop")])
        {
            var link = new Uri(MailLink().Match(mail.Text).Value);
            Learn("link of a mail about another address", link.Query["?link=".Length..]);
            (await browser.GetAsync($"{link.PathAndQuery}x")).Status.ShouldBe(303);
            (await browser.FollowAsync(await browser.GetAsync(link.PathAndQuery))).Status.ShouldBe(200);
            LearnCookies(browser);
            (await browser.PostAsync($"/bookings/address/{which}")).Status.ShouldBe(303);
        }
    }

    async Task SignsUpAsync(CookieBrowser browser)
    {
        var email = $"{Guid.NewGuid():N}@members.example";
        Learn("e-mail address", email, Uri.EscapeDataString(email));
        Learn("password", Password, Uri.EscapeDataString(Password), Password.Replace(' ', '+'));
        await browser.GetAsync("/account/register");
        (await browser.PostAsync("/account/register", ("Form.Email", email))).Status.ShouldBe(303);
        var token = await app.LinkTokenAsync(email);
        Learn("link of an account's mail", token);
        (await browser.FollowAsync(await browser.GetAsync($"/account/confirm?token={token}"))).Status.ShouldBe(200);
        (await browser.PostAsync("/account/confirm", ("Form.Password", Password))).Status.ShouldBe(303);
        await browser.GetAsync("/account/login");
        (await browser.PostAsync("/account/login", ("Form.Email", email), ("Form.Password", Password))).Status.ShouldBe(303);
        await browser.GetAsync("/account/login");
        (await browser.PostAsync("/account/login", ("Form.Email", email), ("Form.Password", $"{Password} not"))).Status.ShouldBe(200);
        // Refused, with as much that is secret: the spent link, a made-up one, and what another site sends.
        (await browser.FollowAsync(await browser.GetAsync($"/account/confirm?token={token}"))).Status.ShouldBe(200);
        (await browser.PostAsync("/account/confirm", ("Form.Password", Password))).Status.ShouldBe(200);
        (await browser.GetAsync($"/account/confirm?token={token}x")).Status.ShouldBe(200);
        (await browser.CallAsync(HttpMethod.Post, $"/api/bookings?token={token}", new { email }, ("Origin", "https://evil.example"))).Status.ShouldBe(403);
        LearnCookies(browser);
    }

    async Task StaffActsAsync(Bought bought)
    {
        using var staff = await app.GivenStaffAsync();
        Learn("staff's token", staff.DefaultRequestHeaders.Authorization!.Parameter!);
        var found = await staff.GetFromJsonAsync<BookingView>($"/api/staff/bookings?reference={bought.Reference}");
        using var resent = await staff.PostAsJsonAsync($"/api/staff/bookings/{found!.Id}/mails", new { kind = "ticket" });
        ((int)resent.StatusCode).ShouldBe(202);
        await Eventually.BecomesAsync(() => app.MailsAsync(bought.Email), mails => mails.Length >= 2);
    }

    async Task WaitsAsync()
    {
        var showing = await app.GivenShowingAsync();
        var room = await app.GivenWaitingRoomAsync(showing.Id, cap: 5);
        using var browser = new CookieBrowser(app.Address("web"));
        await Eventually.BecomesAsync(() => browser.GetAsync($"/showings/{showing.Id}"), visit => visit.Status == 303);
        await browser.CallAsync(HttpMethod.Post, "/guest");
        var place = await Eventually.BecomesAsync(
            () => browser.CallAsync(HttpMethod.Post, $"/api/waiting-rooms/{room}/places", new { }), visit => visit.Status == 201);
        var token = JsonDocument.Parse(place.Body).RootElement.GetProperty("token").GetString()!;
        Learn("place in a waiting room", token);
        var pass = await Eventually.BecomesAsync(
            () => browser.CallAsync(HttpMethod.Post, $"/api/waiting-rooms/{room}/pass", new { }, ("Waiting-Room-Place", token)), visit => visit.Status == 200);
        Learn("pass", JsonDocument.Parse(pass.Body).RootElement.GetProperty("pass").GetString()!);
        (await browser.GetAsync($"/showings/{showing.Id}")).Status.ShouldBe(200);
        (await browser.CallAsync(HttpMethod.Post, $"/api/showings/{showing.Id}/holds", new { seats = new[] { 0 } })).Status.ShouldBe(201);
        LearnCookies(browser);
    }

    void Learn(string what, params string[] values)
    {
        values.ShouldNotBeEmpty();
        foreach (var value in values)
        {
            value.Length.ShouldBeGreaterThan(10);
            secrets[value] = what;
        }
    }

    void LearnCookies(CookieBrowser browser)
    {
        foreach (var (name, value) in browser.Cookies.Where(cookie => cookie.Value.Length > 30))
            secrets[value] = $"cookie {name}";
    }

    static string KeyOf(Visit page) => IdempotencyKey().Match(page.Body).Groups[1].Value;

    /// <summary>Whether pages still hand the link on in addresses.</summary>
    static bool IsInAddresses(Visit page) => page.Body.Contains("link=", StringComparison.Ordinal);

    sealed record Bought(string Reference, Uri Link, string Email);

    [GeneratedRegex(@"https?://\S+/bookings/\S+\?link=[\w.-]+")]
    private static partial Regex MailLink();

    [GeneratedRegex("data-code=\"([^\"]+)\"")]
    private static partial Regex TicketCode();

    [GeneratedRegex("""id="cancel-all" href="([^"]+)""")]
    private static partial Regex CancelLink();

    [GeneratedRegex("""IdempotencyKey"[^>]*value="([^"]+)""")]
    private static partial Regex IdempotencyKey();
}
