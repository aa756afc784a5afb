using System.Net;

namespace Ticketing.Tests.Edges;

/// <summary>What browsers are told about our answers, errors as well.</summary>
[Trait("Category", "Security")]
public sealed class HeaderTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [Trait("Asvs", "V14.4.4")]
    [InlineData("web", "/", 200)]
    [InlineData("web", "/nothing/here", 404)]
    [InlineData("web", "/css/base.css", 200)]
    [InlineData("web", "/api/films", 200)]
    [InlineData("web", "/api/nothing", 404)]
    [InlineData("web", "/api/payments/webhook", 404)]
    [InlineData("api", "/api/films", 200)]
    [InlineData("api", "/api/showings?date=never", 400)]
    [InlineData("api", "/api/bookings/0f8fad5b-d9cb-469f-a165-70867728950e", 401)]
    [InlineData("api", "/api/nothing", 404)]
    [InlineData("api", "/api/bookings/mails", 405)]
    [InlineData("seat-holds", "/live/showings/0/seats", 404)]
    [InlineData("seat-holds", "/live/showings/0/stream", 404)]
    [InlineData("seat-holds", "/live/waiting-rooms/0/place", 404)]
    [InlineData("seat-holds", "/api/showings/1/holds/x", 401)]
    [InlineData("seat-holds", "/nothing", 404)]
    public async Task Answer_WhateverItIs_IsNotGuessedAtAndNotForOtherSites(string service, string path, int status)
    {
        using var http = app.CreateClient(service);

        using var answer = await http.GetAsync(path);

        ((int)answer.StatusCode).ShouldBe(status);
        Values(answer, "X-Content-Type-Options").ShouldBe(["nosniff"]);
        Values(answer, "Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [Trait("Asvs", "V14.4.3")]
    [Trait("Asvs", "V14.4.6")]
    [Trait("Asvs", "V14.4.7")]
    [InlineData("/")]
    [InlineData("/nothing/here")]
    [InlineData("/account/login")]
    public async Task Page_WhateverItIs_LoadsNothingFromElsewhereAndIsInNobodysFrame(string path)
    {
        using var visitor = new WebVisitor(app);

        using var answer = await visitor.GetAsync(path);

        var policy = Values(answer, "Content-Security-Policy").ShouldHaveSingleItem();
        var directives = policy.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(directive => directive.Split(' ', 2))
            .ToDictionary(directive => directive[0], directive => directive[1]);
        // What has no directive of its own follows the first, but for these last two.
        foreach (var (name, allowed) in ((string, string)[])
        [
            ("default-src", "'none'"), ("script-src", "'self'"), ("worker-src", "'self'"), ("base-uri", "'none'"), ("frame-ancestors", "'none'"),
        ])
            directives[name].ShouldBe(allowed, name);
        foreach (var name in (string[])["object-src", "manifest-src", "frame-src", "child-src", "media-src"])
            directives.ShouldNotContainKey(name);
        Values(answer, "Referrer-Policy").ShouldBe(["strict-origin-when-cross-origin"]);
        Values(answer, "Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
    }

    /// <summary>A form of ours goes to this site and on to the payment provider's page, whoever managed to write one into our page.</summary>
    [Fact]
    [Trait("Asvs", "V5.1.5")]
    public async Task Form_OfAPage_MayGoHereAndToThePaymentProviderOnly()
    {
        using var visitor = new WebVisitor(app);

        using var answer = await visitor.GetAsync("/account/login");

        var policy = Values(answer, "Content-Security-Policy").ShouldHaveSingleItem();
        policy.Split(';', StringSplitOptions.TrimEntries).Single(directive => directive.StartsWith("form-action ", StringComparison.Ordinal))
            .ShouldBe($"form-action 'self' {app.Address("sandbox").GetLeftPart(UriPartial.Authority)}");
    }

    /// <summary>A developer's browser would from then on refuse every plain http of localhost.</summary>
    [Fact]
    public async Task Answer_InDevelopment_DemandsNoTls()
    {
        using var http = app.CreateClient("web");
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        using var answer = await http.GetAsync("/");

        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Theory]
    [Trait("Asvs", "V14.1.3")]
    [InlineData("web", "/")]
    [InlineData("api", "/api/films")]
    [InlineData("seat-holds", "/live/waiting-rooms?showing=1")]
    public async Task Request_ForAHostThatIsNotOurs_IsRefused(string service, string path)
    {
        using var http = app.CreateClient(service);
        http.DefaultRequestHeaders.Host = "evil.example";

        using var answer = await http.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    static string[] Values(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? [.. values] : [];
}
