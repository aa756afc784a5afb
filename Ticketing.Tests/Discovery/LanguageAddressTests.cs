using System.Net;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Discovery;

/// <summary>A page has an address for each language, and leads on in its own.</summary>
public sealed partial class LanguageAddressTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    static readonly string[] Pages = ["/", "/films", "/films/{film}", "/cinemas/{cinema}", "/privacy", "/showings/{showing}", "/account/login", "/account/register", "/bookings/find", "/staff/sign-in", "/nothing/here"];

    [Theory]
    [InlineData("ko", "")]
    [InlineData("en", "/en")]
    public async Task Page_AtTheAddressOfALanguage_IsInItAndLeadsToOthersOfIt(string language, string prefix)
    {
        // As a page of ours led there, whatever the browser likes to read.
        using var visitor = new WebVisitor(app, language: language == "ko" ? "en" : "ko");
        foreach (var page in await AddressesAsync())
        {
            using var request = Get(prefix + (page == "/" && prefix.Length > 0 ? "" : page), "same-origin");
            using var answer = await visitor.SendAsync(request);

            var html = await answer.Content.ReadAsStringAsync();
            html.ShouldContain($"<html lang=\"{language}\">", Case.Sensitive, page);
            var links = Link().Matches(html).Select(link => link.Groups[1].Value).Where(link => link.StartsWith('/')).ToList();
            links.Count.ShouldBeGreaterThan(5, page);
            links.ShouldAllBe(link => Below().IsMatch(link) == (language == "en"), page);
            var other = language == "ko" ? "en" : "ko";
            Switch().Match(html).Groups[1].Value.ShouldContain($"culture={other}", Case.Sensitive, page);
        }
    }

    /// <summary>It is kept for everybody, so it cannot be in the language of the one who asks first.</summary>
    [Theory]
    [InlineData("/films")]
    [InlineData("/films/{film}")]
    [InlineData("/cinemas/{cinema}")]
    [InlineData("/privacy")]
    public async Task Page_ThatIsKept_IsInTheLanguageOfItsAddressWhateverTheBrowserLikes(string page)
    {
        using var visitor = new WebVisitor(app, language: "en");
        var address = await FillInAsync(page);

        foreach (var from in (string?[])[null, "none", "cross-site", "same-origin"])
        {
            using var answer = await visitor.SendAsync(Get(address, from));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, from);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("<html lang=\"ko\">", Case.Sensitive, from);
        }
    }

    [Theory]
    [InlineData("/", "none", "/en")]
    [InlineData("/", "cross-site", "/en")]
    [InlineData("/", "same-origin", null)]
    [InlineData("/", null, null)]
    [InlineData("/bookings/find?x=%EA%B0%80", "cross-site", "/en/bookings/find?x=%EA%B0%80")]
    [InlineData("/bookings/find", "same-origin", null)]
    [InlineData("/en/bookings/find", "none", null)]
    public async Task Visitor_FromElsewhere_IsLedToTheBrowsersLanguage(string address, string? from, string? led)
    {
        using var visitor = new WebVisitor(app, language: "en");
        using var answer = await visitor.SendAsync(Get(address, from));
        answer.Headers.Location?.OriginalString.ShouldBe(led);
        answer.StatusCode.ShouldBe(led is null ? HttpStatusCode.OK : HttpStatusCode.SeeOther);

        using var korean = new WebVisitor(app, language: "ko");
        using var shown = await korean.SendAsync(Get(address, from));
        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Visitor_WhoChoseALanguage_IsLedToThatAndRemembered()
    {
        using var visitor = new WebVisitor(app, language: "en");
        var film = await FillInAsync("/films/{film}");

        using var toEnglish = await visitor.SendAsync(Get($"{film}?culture=en&cinema=1", "same-origin"));
        toEnglish.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        toEnglish.Headers.Location!.OriginalString.ShouldBe($"/en{film}?cinema=1");
        using var toKorean = await visitor.SendAsync(Get($"/en{film}?cinema=1&culture=ko", "same-origin"));
        toKorean.Headers.Location!.OriginalString.ShouldBe($"{film}?cinema=1");

        using var later = await visitor.SendAsync(Get("/", "none"));
        later.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await later.Content.ReadAsStringAsync()).ShouldContain("<html lang=\"ko\">");
    }

    /// <summary>Also where the server leads on.</summary>
    [Theory]
    [InlineData("/account", "/account/login?returnUrl=%2Faccount")]
    [InlineData("/staff", "/staff/sign-in")]
    public async Task Redirect_OfAPageInALanguage_LeadsToAPageInIt(string page, string led)
    {
        using var visitor = new WebVisitor(app);

        using var english = await visitor.GetAsync($"/en{page}");
        using var korean = await visitor.GetAsync(page);

        english.Headers.Location!.OriginalString.ShouldBe($"/en{led}");
        korean.Headers.Location!.OriginalString.ShouldBe(led);
    }

    /// <summary>What is for scripts has no language.</summary>
    [Theory]
    [InlineData("/en/api/films")]
    [InlineData("/en/live/showings/1/layout")]
    [InlineData("/EN")]
    [InlineData("/en/en")]
    [InlineData("/english")]
    public async Task Address_ThatOnlyLooksLikeALanguages_IsNoPages(string address)
    {
        using var visitor = new WebVisitor(app);

        using var answer = await visitor.GetAsync(address);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    async Task<IEnumerable<string>> AddressesAsync() => await Task.WhenAll(Pages.Select(FillInAsync));

    async Task<string> FillInAsync(string page)
    {
        await using var database = await app.DatabaseAsync();
        return page.Replace("{film}", database.Films.Min(film => film.Id), StringComparison.Ordinal)
            .Replace("{cinema}", database.Cinemas.Min(cinema => cinema.Id), StringComparison.Ordinal)
            .Replace("{showing}", page.Contains("{showing}", StringComparison.Ordinal) ? $"{(await app.GivenShowingAsync()).Id}" : "", StringComparison.Ordinal);
    }

    static HttpRequestMessage Get(string address, string? from)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from is not null)
            request.Headers.Add("Sec-Fetch-Site", from);
        return request;
    }

    /// <summary>Of links and forms, not of styles and scripts.</summary>
    [GeneratedRegex("""<(?:a|form)\b[^>]*\b(?:href|action)="([^"]*)""")]
    private static partial Regex Link();

    /// <summary>A link, or a button of the page's form.</summary>
    [GeneratedRegex("""id="language"[^>]* (?:href|formaction)="([^"]*)""")]
    private static partial Regex Switch();

    [GeneratedRegex("^/en([/?#]|$)")]
    private static partial Regex Below();
}
