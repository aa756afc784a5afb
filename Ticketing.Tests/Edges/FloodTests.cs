using System.Net;
using System.Net.Http.Json;

namespace Ticketing.Tests.Edges;

/// <summary>One kind of request, asked for without end, is refused to whoever asks; everybody else buys as ever.</summary>
[Trait("Category", "Security")]
public sealed class FloodTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const string WrongPassword = "wrong horse battery";

    [Fact]
    [Trait("Asvs", "V11.1.4")]
    public async Task Pages_WhenWrongPasswordsFlood_AreServedToEverybodyElse()
    {
        var showing = await app.GivenShowingAsync();
        using var flooder = new WebVisitor(app, from: "203.0.113.20");
        using var other = new WebVisitor(app, from: "203.0.113.21", language: "en");
        var token = await other.FormTokenAsync("/account/login");

        var flood = SignInsAsync(flooder, Enumerable.Range(0, 600).Select(n => $"nobody-{n}@customers.example"));
        var pages = new List<HttpStatusCode>();
        do
        {
            using var page = await other.GetAsync($"/showings/{showing.Id}");
            pages.Add(page.StatusCode);
        }
        while (!flood.IsCompleted);
        using var signIn = await SendPatientlyAsync(other, "/account/login", token, "somebody@customers.example", WrongPassword);

        pages.ShouldAllBe(status => status == HttpStatusCode.OK);
        signIn.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await signIn.Content.ReadAsStringAsync()).ShouldContain("or the password is wrong");
        await app.GivenTicketsAsync(await app.GivenCustomerAsync(), showing.Id, 4, 5);
        // Of the flood each was let through or told to wait.
        (await flood).ShouldAllBe(status => status == HttpStatusCode.OK || status == HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [Trait("Asvs", "V2.2.1")]
    [InlineData("/account/login", "ko", "요청이 많습니다", 30)]
    [InlineData("/account/register", "en", "Too many requests", 4)] // each is a mail
    public async Task SignIn_WhenOneNetworkAsksTooOften_IsPutOffInWordsAndOtherNetworksAreNot(string page, string language, string words, int office)
    {
        var (network, otherNetwork) = page.EndsWith("login", StringComparison.Ordinal) ? ("203.0.113.30", "203.0.113.31") : ("203.0.113.32", "203.0.113.33");
        using var visitor = new WebVisitor(app, network, language);
        var token = await visitor.FormTokenAsync(page);
        var signedIn = new List<HttpResponseMessage>();
        foreach (var people in Enumerable.Range(0, office).Chunk(4))
            signedIn.AddRange(await TryAsync(people, SendPatientlyAsync));
        var answers = await TryAsync(Enumerable.Range(office, 150), SendAsync);

        signedIn.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK || answer.StatusCode == HttpStatusCode.SeeOther);
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        refused.ShouldNotBeEmpty();
        refused.ShouldAllBe(answer => answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        WebUtility.HtmlDecode(await refused[0].Content.ReadAsStringAsync()).ShouldContain(words);
        using var other = new WebVisitor(app, otherNetwork, language);
        using var elsewhere = await SendPatientlyAsync(other, page, await other.FormTokenAsync(page), "home@customers.example", "short");
        elsewhere.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.SeeOther);

        Task<HttpResponseMessage[]> TryAsync(IEnumerable<int> people, Func<WebVisitor, string, string, string, string, Task<HttpResponseMessage>> send) =>
            Task.WhenAll(people.Select(n => send(visitor, page, token, $"office-{n}@customers.example", "short")));
    }

    [Theory]
    [Trait("Asvs", "V2.2.1")]
    [InlineData("ko", "잘못된 시도가 너무 많습니다")]
    [InlineData("en", "Too many wrong attempts")]
    public async Task StaffSignIn_WhenTriedTooOften_IsPutOffInWords(string language, string words)
    {
        using var visitor = new WebVisitor(app, from: language == "ko" ? "203.0.113.42" : "203.0.113.43", language);
        var (page, email) = ("/staff/sign-in", $"{Guid.NewGuid():N}@staff.example");
        var token = await visitor.FormTokenAsync(page);

        var answers = new List<HttpResponseMessage>();
        for (var attempt = 0; attempt < 6; attempt++)
            answers.Add(await SendAsync(visitor, page, token, email, WrongPassword));

        answers.Take(5).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        answers[5].StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answers[5].Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        WebUtility.HtmlDecode(await answers[5].Content.ReadAsStringAsync()).ShouldContain(words);
    }

    [Fact]
    [Trait("Asvs", "V2.2.1")]
    public async Task SignIn_WhenOneAccountIsTriedTooOften_IsPutOffAndOtherAccountsOfTheNetworkAreNot()
    {
        using var visitor = new WebVisitor(app, from: "203.0.113.40");
        using var owner = new WebVisitor(app, from: "203.0.113.41");

        var tried = new List<HttpStatusCode>();
        // Last as the same account, however it is written.
        foreach (var account in Enumerable.Repeat("mina@customers.example", 30).Append(" MINA@customers.example "))
            tried.AddRange(await SignInsAsync(visitor, [account]));

        tried.Count(status => status == HttpStatusCode.OK).ShouldBeInRange(3, 20);
        tried[^1].ShouldBe(HttpStatusCode.TooManyRequests);
        (await SignInPatientlyAsync(visitor, "jun@customers.example")).ShouldBe(HttpStatusCode.OK);
        // A stranger elsewhere does not shut the account's owner out.
        (await SignInPatientlyAsync(owner, "mina@customers.example")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Asvs", "V11.1.4")]
    public async Task Payments_WhenOneCustomerAsksWithoutEnd_AreRefusedToThatOneAndOthersBuy()
    {
        var showing = await app.GivenShowingAsync();
        var flooder = await app.GivenCustomerAsync();
        var booking = await flooder.BooksAsync(await flooder.HoldsAsync(showing.Id, 0, 1));

        var own = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => flooder.StartPaymentAsync(booking.Id)));
        var unknown = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => flooder.StartPaymentAsync(Guid.NewGuid())));

        own.Select(answer => answer.StatusCode).ShouldContain(HttpStatusCode.OK);
        var refused = own.Concat(unknown).Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        refused.Count.ShouldBeGreaterThan(40);
        refused.ShouldAllBe(answer => answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        (await refused[0].CodeAsync()).ShouldBe("429 too_many_requests");
        await app.GivenTicketsAsync(await app.GivenCustomerAsync(), showing.Id, 10, 11);
    }

    /// <summary>Each voids the checkout before it and is kept in the booking's history.</summary>
    [Fact]
    [Trait("Asvs", "V11.1.4")]
    public async Task Corrections_WhenOneCustomerSendsThemWithoutEnd_AreRefusedToThatOneAndOthersCorrect()
    {
        var showing = await app.GivenShowingAsync();
        var flooder = await app.GivenCustomerAsync();
        var (hold, booking) = await GivenBookingAsync(flooder, 0, 1);

        var flood = await Task.WhenAll(Enumerable.Range(0, 120).Select(n => CorrectAsync(flooder, hold, booking, n % 2 == 0 ? "en" : "ko")));

        flood.ShouldContain(HttpStatusCode.OK);
        flood.Count(status => status == HttpStatusCode.TooManyRequests).ShouldBeGreaterThan(40);
        var other = await app.GivenCustomerAsync();
        var (others, othersBooking) = await GivenBookingAsync(other, 10, 11);
        (await CorrectAsync(other, others, othersBooking, "en")).ShouldBe(HttpStatusCode.OK);

        async Task<(Hold, Guid)> GivenBookingAsync(CustomerClient customer, params int[] seats)
        {
            var held = await customer.HoldsAsync(showing.Id, seats);
            return (held, (await customer.BooksAsync(held)).Id);
        }

        static async Task<HttpStatusCode> CorrectAsync(CustomerClient customer, Hold of, Guid booking, string language)
        {
            using var answer = await customer.Api.PutAsJsonAsync($"/api/bookings/{booking}", customer.BookingOf(of, language));
            return answer.StatusCode;
        }
    }

    static async Task<List<HttpStatusCode>> SignInsAsync(WebVisitor visitor, IEnumerable<string> accounts)
    {
        var token = await visitor.FormTokenAsync("/account/login");
        return [.. await Task.WhenAll(accounts.Select(async account =>
        {
            using var answer = await SendAsync(visitor, "/account/login", token, account, WrongPassword);
            return answer.StatusCode;
        }))];
    }

    static async Task<HttpStatusCode> SignInPatientlyAsync(WebVisitor visitor, string account)
    {
        using var answer = await SendPatientlyAsync(visitor, "/account/login", await visitor.FormTokenAsync("/account/login"), account, WrongPassword);
        return answer.StatusCode;
    }

    /// <summary>As people do who are told to come back in some seconds because very many sign in at once: they do.</summary>
    static Task<HttpResponseMessage> SendPatientlyAsync(WebVisitor visitor, string page, string token, string email, string password) =>
        Eventually.BecomesAsync(
            async () =>
            {
                var answer = await SendAsync(visitor, page, token, email, password);
                if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                    await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value);
                return answer;
            },
            answer => answer.StatusCode != HttpStatusCode.TooManyRequests);

    static Task<HttpResponseMessage> SendAsync(WebVisitor visitor, string page, string token, string email, string password) =>
        visitor.PostAsync(page, ("__RequestVerificationToken", token), ("Form.Email", email), ("Form.Password", password));
}
