using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ticketing.Tests.Web;

namespace Ticketing.Tests.Edges;

/// <summary>Nobody keeps an answer of ours, neither the browser nor anybody on the way, unless its endpoint says that it may be kept.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V8.2.1")]
public sealed partial class CachingTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const string NotAtAll = "private, no-store";

    /// <summary>The same for everybody: the catalogue, and the seats of an auditorium.</summary>
    static readonly string[] Kept =
        ["/api/films", "/api/cinemas", "/api/showings", "/api/showings/days", "/api/showings/{id}", "/live/showings/{showingId}/layout"];

    [Theory]
    [InlineData("api", "/api/openapi.json", 30)]
    [InlineData("seat-holds", "/openapi/v1.json", 8)]
    public async Task Answer_OfEveryEndpoint_IsNotKeptUnlessItIsTheSameForAll(string service, string document, int atLeast)
    {
        var customer = await app.GivenCustomerAsync();
        using var http = app.CreateClient(service);
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {customer.Token}");
        var paths = (await http.GetFromJsonAsync<JsonElement>(document)).GetProperty("paths");
        var operations = (from path in paths.EnumerateObject() from verb in path.Value.EnumerateObject() select (path.Name, Verb: verb.Name)).ToList();

        operations.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        foreach (var (path, verb) in operations)
        {
            using var request = new HttpRequestMessage(new HttpMethod(verb.ToUpperInvariant()), Placeholder().Replace(path, "0"));
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

            var what = $"{verb} {path}: {(int)answer.StatusCode} {KeptBy(answer)}";
            if (Kept.Contains(path) && answer.IsSuccessStatusCode)
                KeptBy(answer).ShouldStartWith("public, max-age=", Case.Sensitive, what);
            else
                KeptBy(answer).ShouldBe(NotAtAll, what);
        }
    }

    /// <summary>As <c>docs/pages.md</c> has it.</summary>
    [Fact]
    public async Task Page_WhicheverItIs_SaysHowLongItMayBeKept()
    {
        var (showing, cinema) = await GivenPagesAsync();

        PagesTests.Kept.Count.ShouldBeGreaterThanOrEqualTo(10);
        foreach (var (page, kept) in PagesTests.Kept)
        {
            using var visitor = new WebVisitor(app);
            var address = Placeholder().Replace(page, place => place.Value == "{id}" ? page.StartsWith("/films/", StringComparison.Ordinal) ? showing.FilmId : cinema : $"{showing.Id}");
            using var shown = await visitor.GetAsync(address);
            KeptBy(shown).ShouldBe(kept, page);
            using var sent = await visitor.PostAsync(address);
            KeptBy(sent).ShouldBe(NotAtAll, page);
        }
    }

    /// <summary>No cookie, no form's token: what is kept of one visitor's page is another's.</summary>
    [Fact]
    public async Task Page_ThatIsKept_IsTheSameForEverybodyButMembers()
    {
        var (showing, cinema) = await GivenPagesAsync();
        var person = await app.GivenPersonAsync(Core.Accounts.Roles.Customer);
        var token = await person.LogInAsync();
        foreach (var page in (string[])["/", "/films", "/films?q=a&format=Imax", $"/films/{showing.FilmId}", $"/cinemas/{cinema}", "/privacy", "/terms"])
        {
            using WebVisitor stranger = new(app), guest = new(app), member = new(app);
            guest.SignIn((await app.GivenCustomerAsync()).Token);
            member.SignIn(token);

            using var toStranger = await stranger.GetAsync(page);
            using var toGuest = await guest.GetAsync(page);
            using var toMember = await member.GetAsync(page);

            KeptBy(toStranger).ShouldBe(page is "/privacy" or "/terms" ? "public, max-age=60" : "public, max-age=5", page);
            KeptBy(toGuest).ShouldBe(KeptBy(toStranger), page);
            stranger.SetCookies.ShouldBeEmpty(page);
            // In another second another seat may be left; what is the visitor's would be different in each.
            await Eventually.BecomesAsync(async () => await ShownToAsync(guest, page) == await ShownToAsync(stranger, page), same => same);
            (await toGuest.Content.ReadAsStringAsync()).ShouldNotContain("__RequestVerificationToken", Case.Sensitive, page);
            KeptBy(toMember).ShouldBe(NotAtAll, page);
            (await toMember.Content.ReadAsStringAsync()).ShouldContain(person.Email);
            foreach (var answer in (HttpResponseMessage[])[toStranger, toGuest, toMember])
                answer.Headers.Vary.ShouldContain("Cookie", page);
        }
    }

    static async Task<string> ShownToAsync(WebVisitor visitor, string page) => Clock().Replace(await visitor.ReadAsync(page), "");

    /// <summary>A page that is made for its visitor may hold a secret, of which a compressed page's length tells.</summary>
    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Page_WithNothingOfItsVisitor_IsCompressedAndNoOther(string encoding)
    {
        var (showing, _) = await GivenPagesAsync();
        var member = await (await app.GivenPersonAsync(Core.Accounts.Roles.Customer)).LogInAsync();

        foreach (var (page, token, compressed) in (IEnumerable<(string, string?, bool)>)
        [
            ("/", null, true), ($"/films/{showing.FilmId}", null, true), ($"/showings/{showing.Id}", null, true),
            ("/", member, false), ($"/showings/{showing.Id}", member, false), ("/account/login", null, false), ("/bookings/find", null, false), ("/nothing/here", null, false),
        ])
        {
            using var visitor = new WebVisitor(app);
            if (token is not null)
                visitor.SignIn(token);
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            request.Headers.AcceptEncoding.ParseAdd(encoding);

            using var answer = await visitor.SendAsync(request);

            answer.Content.Headers.ContentEncoding.ShouldBe(compressed ? [encoding] : [], page);
            if (compressed)
                answer.Headers.Vary.ShouldContain("Accept-Encoding", page);
        }
    }

    [Theory]
    [InlineData("web", "/nothing/here")]
    [InlineData("web", "/films/none")]
    [InlineData("web", "/films/none?date=never")]
    [InlineData("web", "/css/none.css")]
    [InlineData("web", "/?culture=en")]
    [InlineData("web", "/staff")]
    [InlineData("web", "/api/bookings")]
    [InlineData("web", "/live/showings/0/seats")]
    [InlineData("api", "/api/nothing")]
    [InlineData("api", "/api/showings?date=never")]
    [InlineData("seat-holds", "/api/showings/1/holds/x")]
    public async Task Answer_ThatRefusesOrLeadsOnOrSetsACookie_IsNotKept(string service, string path)
    {
        using var visitor = new WebVisitor(app, service: service);

        using var answer = await visitor.GetAsync(path);

        KeptBy(answer).ShouldBe(NotAtAll);
    }

    [Fact]
    public async Task Page_WithTicketsOrMoneyOrSomebodysAddress_IsNotKept()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        using var visitor = new WebVisitor(app);
        visitor.SignIn(customer.Token);
        var hold = await customer.HoldsAsync(showing.Id, 0, 1);
        await ShouldNotBeKeptAsync($"/showings/{showing.Id}/checkout?hold={hold.HoldId}", "id=\"email\"");
        var booking = await customer.BooksAsync(hold);
        await ShouldNotBeKeptAsync($"/bookings/{booking.Id}", customer.Email);
        await app.PayAsync(await customer.StartsPaymentAsync(booking.Id));
        await customer.BookingBecomesAsync(booking.Id, "confirmed");

        await ShouldNotBeKeptAsync($"/bookings/{booking.Id}", "<svg");
        await ShouldNotBeKeptAsync($"/bookings/{booking.Id}/cancel", "id=\"refund\"");
        await ShouldNotBeKeptAsync($"/bookings/{booking.Id}/address", customer.Email);

        async Task ShouldNotBeKeptAsync(string page, string holds)
        {
            using var answer = await visitor.GetAsync(page);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, page);
            (await answer.Content.ReadAsStringAsync()).ShouldContain(holds);
            KeptBy(answer).ShouldBe(NotAtAll, page);
        }
    }

    /// <summary>The control: what is meant to be kept still is.</summary>
    [Fact]
    public async Task Answer_ThatIsTheSameForAll_IsKept()
    {
        using var api = app.CreateClient("api");
        using var films = await api.GetAsync("/api/films");
        films.Headers.CacheControl.ShouldNotBeNull().ToString().ShouldBe("public, max-age=60");

        var showing = await app.GivenShowingAsync();
        foreach (var path in (string[])[$"/api/showings/{showing.Id}", $"/api/showings?date={showing.StartsAt:yyyy-MM-dd}"])
        {
            // Not longer: it may be cancelled.
            using var terms = await api.GetAsync(path);
            terms.Headers.CacheControl.ShouldNotBeNull(path).ToString().ShouldBe("public, max-age=1", path);
        }

        using var seatHolds = app.CreateClient("seat-holds");
        using var layout = await seatHolds.GetAsync($"/live/showings/{showing.Id}/layout");
        layout.Headers.CacheControl.ShouldNotBeNull().ToString().ShouldBe("public, max-age=3600");
    }

    [Theory]
    [InlineData("/sitemap.xml", "public, max-age=600")]
    [InlineData("/robots.txt", "public, max-age=3600")]
    public async Task File_ForSearchEngines_IsKept(string path, string kept)
    {
        using var visitor = new WebVisitor(app);

        using var answer = await visitor.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        KeptBy(answer).ShouldBe(kept);
        visitor.SetCookies.ShouldBeEmpty();
    }

    /// <summary>By its own name it is asked for anew, and mostly has not changed.</summary>
    [Fact]
    public async Task StaticFile_ByItsOwnName_IsAskedForAnew()
    {
        using var web = app.CreateClient("web");
        using var style = await web.GetAsync("/css/base.css");
        style.StatusCode.ShouldBe(HttpStatusCode.OK);
        KeptBy(style).ShouldBe("no-cache");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/css/base.css");
        request.Headers.IfNoneMatch.Add(style.Headers.ETag.ShouldNotBeNull());
        using var again = await web.SendAsync(request);
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        KeptBy(again).ShouldBe("no-cache");
    }

    /// <summary>Pages name their files by their hash, and what is released keeps those for ever. A developer's file may change at any time, so here it is asked what is released.</summary>
    [Fact]
    public async Task StaticFile_ThatAPageNames_IsKeptForEver()
    {
        using var web = app.CreateClient("web");
        var released = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Ticketing.Web.staticwebassets.endpoints.json")));
        var kept = released.RootElement.GetProperty("Endpoints").EnumerateArray().ToLookup(
            file => $"/{file.GetProperty("Route").GetString()}",
            file => file.GetProperty("ResponseHeaders").EnumerateArray().Single(header => header.GetProperty("Name").GetString() == "Cache-Control").GetProperty("Value").GetString());

        var named = OwnFile().Matches(await web.GetStringAsync("/")).Select(file => file.Groups[1].Value).ToList();

        named.Count.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var file in named)
        {
            kept[file].ShouldNotBeEmpty(file);
            kept[file].ShouldAllBe(header => header == "max-age=31536000, immutable", file);
        }
    }

    /// <summary>A showing whose film and cinema the pages know.</summary>
    async Task<(Core.Catalogue.Showing Showing, string Cinema)> GivenPagesAsync()
    {
        var showing = await app.GivenShowingAsync();
        await using var database = await app.DatabaseAsync();
        return (showing, database.Auditoriums.Single(hall => hall.Id == showing.AuditoriumId).CinemaId);
    }

    /// <summary>As it was sent: read by its parts it would be put in another order.</summary>
    static string KeptBy(HttpResponseMessage answer) => answer.Headers.NonValidated.TryGetValues("Cache-Control", out var values) ? values.ToString() : "";

    /// <summary>When a page was made.</summary>
    [GeneratedRegex("data-now=.[0-9]+")]
    private static partial Regex Clock();

    [GeneratedRegex("""<(?:link|script) [^>]*(?:href|src)="(/(?:bundles|css|js|favicon)[^"]*)""")]
    private static partial Regex OwnFile();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
