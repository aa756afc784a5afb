using System.Net;
using System.Net.Http.Json;
using System.Text;
using Ticketing.Core.Customers;

namespace Ticketing.Tests.Edges;

/// <summary>Another site's page can make a browser send our cookie, but not say that it comes from here.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V4.2.2")]
public sealed class OriginTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const string Foreign = "https://evil.example";

    public static TheoryData<string, string, string, string?> Writes => new()
    {
        { "web", "POST", "/account/login", "form" },
        { "web", "POST", "/account/logout", null },
        { "web", "POST", "/guest", null },
        { "web", "POST", "/showings/{showing}/checkout?hold=x&handler=Release", "form" },
        { "web", "POST", "/api/showings/{showing}/holds", "json" },
        { "web", "DELETE", "/api/showings/{showing}/holds/x", null },
        { "web", "POST", "/api/bookings/0f8fad5b-d9cb-469f-a165-70867728950e/payments", null },
        { "api", "POST", "/api/bookings", "json" },
        { "api", "POST", "/api/bookings/0f8fad5b-d9cb-469f-a165-70867728950e/payments", null },
        { "api", "POST", "/api/bookings/0f8fad5b-d9cb-469f-a165-70867728950e/cancellation", "text" },
        { "api", "PUT", "/api/staff/waiting-rooms/film", "json" },
        { "seat-holds", "POST", "/api/showings/{showing}/holds", "json" },
        { "seat-holds", "POST", "/api/showings/{showing}/holds", "text" },
        { "seat-holds", "DELETE", "/api/showings/{showing}/holds/x", null },
        { "seat-holds", "POST", "/api/showings/{showing}/holds/x/renewal", null },
        { "seat-holds", "POST", "/api/waiting-rooms/1/places", null },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_OfAnotherSiteWithOurCookie_IsRefused(string service, string method, string path, string? body)
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();

        foreach (var headers in (IEnumerable<(string, string)[]>)
        [
            [("Origin", Foreign)],
            [("Origin", "null")],
            [("Origin", "http://localhost:1")],
            [("Origin", app.Address(service).GetLeftPart(UriPartial.Authority) + ".evil.example")],
            [("Origin", Foreign), ("Sec-Fetch-Site", "cross-site")],
            [("Sec-Fetch-Site", "same-site")],
            [("Sec-Fetch-Site", "none")],
            [("Referer", Foreign + "/form")],
            [],
        ])
        {
            using var answer = await SendAsync(service, method, path, body, showing.Id, customer.Token, headers);

            var what = $"{method} {path} with {string.Join(", ", headers)}";
            (await answer.CodeAsync()).ShouldBe("403 foreign_origin", what);
        }

        (await customer.SeatsAsync(showing.Id)).States.ShouldAllBe(state => state == 'a');
    }

    [Theory]
    [InlineData("web", "Origin")]
    [InlineData("web", "Sec-Fetch-Site")]
    [InlineData("web", "Referer")]
    [InlineData("seat-holds", "Origin")]
    [InlineData("seat-holds", "Sec-Fetch-Site")]
    [InlineData("seat-holds", "Referer")]
    public async Task Write_OfOurOwnPage_IsCarriedOut(string service, string header)
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var site = app.Address(service).GetLeftPart(UriPartial.Authority);
        var value = header switch { "Origin" => site, "Referer" => $"{site}/showings/{showing.Id}", _ => "same-origin" };

        using var answer = await SendAsync(service, "POST", "/api/showings/{showing}/holds", "json", showing.Id, customer.Token, (header, value));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>As it comes through a proxy that ends TLS: the site is what the browser calls it.</summary>
    [Fact]
    public async Task Write_OfOurOwnPageBehindTls_IsCarriedOutAndThatOfItsPlainTwinIsNot()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var authority = app.Address("web").Authority;

        using var own = await SendAsync(
            "web", "POST", "/api/showings/{showing}/holds", "json", showing.Id, customer.Token, ("X-Forwarded-Proto", "https"), ("Origin", $"https://{authority}"));
        using var plain = await SendAsync(
            "web", "POST", "/api/showings/{showing}/holds", "json", showing.Id, customer.Token, ("X-Forwarded-Proto", "https"), ("Origin", $"http://{authority}"));

        own.StatusCode.ShouldBe(HttpStatusCode.Created);
        plain.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("seat-holds")]
    public async Task Write_OfAClientWithItsOwnToken_NeedsNoOrigin(string service)
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        using var http = app.CreateClient(service);
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {customer.Token}");
        http.DefaultRequestHeaders.Add("Origin", Foreign);

        using var answer = await http.PostAsJsonAsync($"/api/showings/{showing.Id}/holds", new { seats = new[] { 0, 1 } });

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("web", "/")]
    [InlineData("api", "/api/films")]
    public async Task Read_ByALinkOfAnotherSite_IsAnswered(string service, string path)
    {
        using var answer = await SendAsync(service, "GET", path, null, 0, "x", ("Sec-Fetch-Site", "cross-site"), ("Referer", Foreign));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>No site may read our answers: there is no CORS, also not for whoever asks nicely.</summary>
    [Theory]
    [Trait("Asvs", "V14.5.3")]
    [InlineData("web", "/api/films")]
    [InlineData("api", "/api/films")]
    [InlineData("seat-holds", "/live/showings/1/layout")]
    public async Task Answer_ToAnotherSite_AllowsNoReading(string service, string path)
    {
        using var read = await SendAsync(service, "GET", path, null, 0, "x", ("Origin", Foreign));
        using var asked = await SendAsync(service, "OPTIONS", path, null, 0, "x", ("Origin", Foreign), ("Access-Control-Request-Method", "POST"));

        foreach (var answer in (HttpResponseMessage[])[read, asked])
            answer.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    async Task<HttpResponseMessage> SendAsync(
        string service, string method, string path, string? body, long showingId, string token, params (string Name, string Value)[] headers)
    {
        using var http = app.CreateClient(service);
        var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{showing}", $"{showingId}", StringComparison.Ordinal))
        {
            Content = body switch
            {
                "json" => JsonContent.Create(new { seats = new[] { 0, 1 } }),
                "text" => new StringContent("""{"seats":[0,1]}""", Encoding.UTF8, "text/plain"),
                "form" => new FormUrlEncodedContent([KeyValuePair.Create("seats", "0")]),
                _ => null,
            },
        };
        request.Headers.Add("Cookie", $"{CustomerCookie.Name}={token}");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await http.SendAsync(request);
    }
}
