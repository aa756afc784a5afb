using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Options;
using Ticketing.Core.Catalogue;
using Ticketing.Web.Discovery;

namespace Ticketing.Tests.Discovery;

/// <summary>What search engines, and people who are sent a link, are told of the site.</summary>
public sealed partial class DiscoveryTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    static readonly XNamespace Urls = "http://www.sitemaps.org/schemas/sitemap/0.9";
    static readonly XNamespace Xhtml = "http://www.w3.org/1999/xhtml";

    [Theory]
    [InlineData("/")]
    [InlineData("/films")]
    [InlineData("/films/{film}")]
    [InlineData("/cinemas/{cinema}")]
    [InlineData("/terms")]
    [InlineData("/privacy")]
    public async Task Page_OfTheCatalogue_SaysWhereItIsAndWhatItIsAboutInEachLanguage(string page)
    {
        var (film, cinema) = await CatalogueAsync();
        page = page.Replace("{film}", film, StringComparison.Ordinal).Replace("{cinema}", cinema, StringComparison.Ordinal);
        var (korean, english) = (Site(page), Site(page == "/" ? "/en" : $"/en{page}"));
        var said = new List<(string? Title, string Description)>();
        foreach (var (address, locale) in (IEnumerable<(string, string)>)[(korean, "ko_KR"), (english, "en_US")])
        {
            // A day or a cinema of it is the same page.
            var html = await ReadAsync($"{new Uri(address).AbsolutePath}?cinema={cinema}");

            Links(html, "canonical").ShouldHaveSingleItem().ShouldContain($"href=\"{address}\"");
            var alternates = Links(html, "alternate");
            foreach (var (language, href) in (IEnumerable<(string, string)>)[("ko", korean), ("en", english), ("x-default", korean)])
                alternates.ShouldContain(link => link.Contains($"hreflang=\"{language}\"", StringComparison.Ordinal) && link.Contains($"href=\"{href}\"", StringComparison.Ordinal));
            Meta(html, "og:url").ShouldBe(address);
            Meta(html, "og:locale").ShouldBe(locale);
            (await ReadBytesAsync(Meta(html, "og:image"))).ShouldNotBeEmpty();
            Meta(html, "og:title").ShouldNotBeNullOrEmpty();
            Meta(html, "og:description").ShouldBe(Meta(html, "description"));
            Meta(html, "description").Length.ShouldBeInRange(20, 200);
            html.ShouldNotContain("noindex");
            said.Add((Title().Match(html).Groups[1].Value, Meta(html, "description")));
        }

        said[0].ShouldNotBe(said[1]);
    }

    [Theory]
    [InlineData("/account/login", 200)]
    [InlineData("/bookings/find", 200)]
    [InlineData("/showings/{showing}", 200)]
    [InlineData("/nothing/here", 404)]
    public async Task Page_OfAVisitor_IsNotToBeFound(string page, int status)
    {
        using var visitor = new WebVisitor(app);
        var showing = await app.GivenShowingAsync();

        using var answer = await visitor.GetAsync(page.Replace("{showing}", $"{showing.Id}", StringComparison.Ordinal));

        ((int)answer.StatusCode).ShouldBe(status);
        var html = await answer.Content.ReadAsStringAsync();
        Meta(html, "robots").ShouldBe("noindex");
        Links(html, "canonical").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/films/{film}", "", "Movie")]
    [InlineData("/cinemas/{cinema}", "/en", "MovieTheater")]
    public async Task Page_WithShowings_TellsThemAsEvents(string page, string prefix, string subject)
    {
        var (film, cinema) = await CatalogueAsync();
        var open = await app.GivenShowingAsync();
        var later = await app.GivenShowingAsync(saleOpensIn: TimeSpan.FromHours(2));
        var closed = await app.GivenShowingAsync(cutoffIn: TimeSpan.FromHours(-1));
        var address = prefix + page.Replace("{film}", film, StringComparison.Ordinal).Replace("{cinema}", cinema, StringComparison.Ordinal);
        var starts = DayOf(open);

        // Of the next day where a cinema's day ends between them, which then is another page.
        var graph = await Eventually.BecomesAsync(
            async () => GraphOf(await ReadAsync($"{address}?date={starts:yyyy-MM-dd}")),
            known => known.Any(thing => IsOf(thing, open)) && (DayOf(later) != starts || known.Any(thing => IsOf(thing, later))));

        graph[0].GetProperty("@type").GetString().ShouldBe(subject);
        graph[0].GetProperty("url").GetString().ShouldBe(Site(address));
        var told = graph.Single(thing => IsOf(thing, open));
        told.GetProperty("@type").GetString().ShouldBe("ScreeningEvent");
        DateTimeOffset.Parse(told.GetProperty("startDate").GetString()!, CultureInfo.InvariantCulture).ShouldBe(open.StartsAt, TimeSpan.FromSeconds(1));
        told.GetProperty("startDate").GetString()!.ShouldEndWith("+09:00");
        told.GetProperty("eventStatus").GetString().ShouldBe("https://schema.org/EventScheduled");
        told.GetProperty("location").GetProperty("@type").GetString().ShouldBe("MovieTheater");
        told.GetProperty("location").GetProperty("address").GetProperty("addressLocality").GetString().ShouldNotBeNullOrEmpty();
        told.GetProperty("workPresented").GetProperty("url").GetString().ShouldBe(Site($"{prefix}/films/{film}"));
        var offer = told.GetProperty("offers");
        offer.GetProperty("url").GetString().ShouldBe(Site($"{prefix}/showings/{open.Id}"));
        offer.GetProperty("price").GetInt64().ShouldBePositive();
        offer.GetProperty("priceCurrency").GetString().ShouldBe("KRW");
        offer.GetProperty("availability").GetString().ShouldBe("https://schema.org/InStock");
        graph.Exists(thing => IsOf(thing, closed)).ShouldBeFalse();
        foreach (var notYet in graph.Where(thing => IsOf(thing, later)))
            notYet.GetProperty("offers").GetProperty("availability").GetString().ShouldBe("https://schema.org/PreOrder");

        bool IsOf(JsonElement thing, Showing showing) => thing.GetProperty("url").GetString() == Site($"{prefix}/showings/{showing.Id}");
    }

    [Fact]
    public async Task Showing_WithoutSeats_IsSoldOut()
    {
        var showing = await app.GivenShowingAsync(seats: 4);
        await (await app.GivenCustomerAsync()).HoldsAsync(showing.Id, 0, 1, 2, 3);

        // What is left is counted every few seconds.
        await Eventually.BecomesAsync(
            async () => GraphOf(await ReadAsync($"/films/{showing.FilmId}?date={DayOf(showing):yyyy-MM-dd}"))
                .Where(thing => thing.GetProperty("url").GetString() == Site($"/showings/{showing.Id}"))
                .Select(thing => thing.GetProperty("offers").GetProperty("availability").GetString()).FirstOrDefault(),
            availability => availability == "https://schema.org/SoldOut");
    }

    [Theory]
    [InlineData("/films/parasite", "기택네 가족", "봉준호", "송강호", true)]
    [InlineData("/en/films/parasite", "a family from a basement flat", "Bong Joon-ho", "Song Kang-ho", true)]
    [InlineData("/films/the-moonlight-post-office", "섬마을", "한서윤", "문가람", false)]
    public async Task Page_OfAFilm_TellsWhatItIsAboutAndWhoMadeIt(string address, string about, string director, string actor, bool hasTrailer)
    {
        var film = GraphOf(await ReadAsync(address))[0];

        film.GetProperty("description").GetString()!.ShouldContain(about);
        film.GetProperty("director").EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe(director);
        film.GetProperty("actor")[0].GetProperty("name").GetString().ShouldBe(actor);
        film.TryGetProperty("trailer", out var trailer).ShouldBe(hasTrailer);
        if (hasTrailer)
            trailer.GetProperty("url").GetString()!.ShouldStartWith("https://");
    }

    [Fact]
    public async Task Sitemap_HasEveryPageOfTheCatalogueInEveryLanguage_AndRobotsMayReadThem()
    {
        var (film, cinema) = await CatalogueAsync();
        var entries = XDocument.Parse(await ReadAsync("/sitemap.xml")).Descendants(Urls + "url").ToList();
        var robots = await ReadAsync("/robots.txt");

        var addresses = entries.Select(entry => entry.Element(Urls + "loc")!.Value).ToList();
        addresses.ShouldBeUnique();
        foreach (var page in (string[])["/", "/films", "/terms", "/privacy", $"/films/{film}", "/films/the-moonlight-post-office", $"/cinemas/{cinema}", "/en", "/en/films", "/en/terms", "/en/privacy", $"/en/films/{film}", $"/en/cinemas/{cinema}"])
            addresses.ShouldContain(Site(page));
        entries.ShouldAllBe(entry => string.Join(' ', entry.Elements(Xhtml + "link").Select(link => link.Attribute("hreflang")!.Value)) == "ko en x-default");
        robots.ShouldContain($"Sitemap: {Site("/sitemap.xml")}");
        string[] closed = [.. Disallowed().Matches(robots).Select(line => line.Groups[1].Value.TrimEnd())];
        foreach (var page in (string[])["/bookings", "/account", "/staff", "/api/", "/live/", "/showings/*/checkout", "/en/bookings", "/en/account", "/en/staff", "/en/showings/*/checkout"])
            closed.ShouldContain(page);
        foreach (var address in addresses)
        {
            closed.ShouldNotContain(path => new Uri(address).PathAndQuery.StartsWith(path, StringComparison.Ordinal), address);
            (await ReadAsync(new Uri(address).PathAndQuery)).ShouldContain($"<link rel=\"canonical\" href=\"{address}\">");
        }
    }

    /// <summary>A file of more would be read by nobody.</summary>
    [Fact]
    public void Sitemap_OfTooManyPages_HasAsManyAsThereMayBe()
    {
        var site = new PublicSite(Options.Create(new PublicSiteOptions { PublicUrl = new Uri("https://tickets.example") }));

        var written = Sitemap.Write(Enumerable.Range(0, 60_000).Select(number => $"/films/{number}"), site);

        XDocument.Parse(written).Descendants(Urls + "url").Count().ShouldBe(50_000);
        written.ShouldStartWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    }

    async Task<(string Film, string Cinema)> CatalogueAsync()
    {
        await using var database = await app.DatabaseAsync();
        return (database.Films.Min(film => film.Id)!, database.Cinemas.Min(cinema => cinema.Id)!);
    }

    static DateOnly DayOf(Showing showing) => BusinessDay.Of(WallClock.At(showing.StartsAt, "Asia/Seoul").DateTime);

    string Site(string page) => new Uri(app.Address("web"), page).AbsoluteUri;

    async Task<string> ReadAsync(string address)
    {
        using var visitor = new WebVisitor(app);
        return await visitor.ReadAsync(address);
    }

    async Task<byte[]> ReadBytesAsync(string address)
    {
        using var web = app.CreateClient("web");
        return await web.GetByteArrayAsync(new Uri(address));
    }

    static List<JsonElement> GraphOf(string html) =>
        [.. JsonDocument.Parse(Data().Match(html).Groups[1].Value).RootElement.GetProperty("@graph").EnumerateArray()];

    static List<string> Links(string html, string rel) => [.. LinkTag().Matches(html).Select(link => link.Value).Where(link => link.Contains($"rel=\"{rel}\"", StringComparison.Ordinal))];

    static string Meta(string html, string name) =>
        WebUtility.HtmlDecode(MetaTag().Matches(html).FirstOrDefault(meta => meta.Groups[1].Value == name)?.Groups[2].Value ?? "");

    [GeneratedRegex("""<script type="application/ld\+json">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex Data();

    [GeneratedRegex("<link [^>]*>")]
    private static partial Regex LinkTag();

    [GeneratedRegex("""<meta (?:name|property)="([^"]+)" content="([^"]*)">""")]
    private static partial Regex MetaTag();

    [GeneratedRegex("<title>([^<]*)</title>")]
    private static partial Regex Title();

    [GeneratedRegex("^Disallow: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Disallowed();
}
