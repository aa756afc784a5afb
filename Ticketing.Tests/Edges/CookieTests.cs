namespace Ticketing.Tests.Edges;

/// <summary>A cookie of ours goes over TLS only, to this host only, to no script and to no other site's forms.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V3.4.4")]
public sealed class CookieTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [Trait("Asvs", "V3.4.1")]
    [Trait("Asvs", "V3.4.2")]
    [Trait("Asvs", "V3.4.3")]
    [InlineData("/bookings/find", "customer")]
    [InlineData("/?culture=en", "language")]
    [InlineData("/account/login", "antiforgery")]
    public async Task Cookie_OfThePages_IsLockedToThisHostAndToTls(string page, string name)
    {
        using var visitor = new WebVisitor(app);

        using var answer = await visitor.GetAsync(page);

        visitor.SetCookies.ShouldContain(cookie => cookie.StartsWith($"__Host-ticketing-{name}=", StringComparison.Ordinal));
        foreach (var cookie in visitor.SetCookies)
        {
            var attributes = cookie.Split(';', StringSplitOptions.TrimEntries).Skip(1).Select(attribute => attribute.ToLowerInvariant()).ToList();
            cookie.ShouldStartWith("__Host-");
            attributes.ShouldContain("secure", cookie);
            attributes.ShouldContain("httponly", cookie);
            attributes.ShouldContain("samesite=lax", cookie);
            attributes.ShouldContain("path=/", cookie);
            attributes.ShouldNotContain(attribute => attribute.StartsWith("domain=", StringComparison.Ordinal), cookie);
        }
    }

    [Fact]
    public async Task Cookie_ByTheNameOfBefore_MakesNobodyACustomer()
    {
        var customer = await app.GivenCustomerAsync();
        using var api = app.CreateClient("api");
        api.DefaultRequestHeaders.Add("Cookie", $"ticketing-customer={customer.Token}");

        using var answer = await api.GetAsync($"/api/bookings/{Guid.NewGuid()}");

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    /// <summary>What ASP.NET Core Identity's own endpoints offer.</summary>
    [Theory]
    [InlineData("useCookies=true")]
    [InlineData("useSessionCookies=true")]
    public async Task SignIn_WhenAskedForIdentitysOwnCookie_SetsNone(string query)
    {
        using var api = app.CreateClient("api");
        var account = await app.RegisterMemberAsync();

        using var answer = await api.PostAsync($"/api/accounts/login?{query}", System.Net.Http.Json.JsonContent.Create(account));

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Theory]
    [InlineData("register")]
    [InlineData("refresh")]
    [InlineData("forgotPassword")]
    [InlineData("manage/info")]
    public async Task Endpoints_OfIdentityItself_AreNotThere(string name)
    {
        using var api = app.CreateClient("api");

        using var answer = await api.PostAsync($"/api/accounts/{name}", System.Net.Http.Json.JsonContent.Create(new { email = "a@customers.example", password = "correct horse battery" }));

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }
}
