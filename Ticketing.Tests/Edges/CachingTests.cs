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

            var what = $"{verb} {path}: {(int)answer.StatusCode} {answer.Headers.CacheControl}";
            if (Kept.Contains(path) && answer.IsSuccessStatusCode)
                answer.Headers.CacheControl.ShouldNotBeNull(what).Public.ShouldBeTrue(what);
            else
                answer.Headers.CacheControl.ShouldNotBeNull(what).NoStore.ShouldBeTrue(what);
        }
    }

    [Fact]
    public async Task Page_WhicheverItIs_IsNotKept()
    {
        var pages = PagesTests.Addresses;
        using var visitor = new WebVisitor(app);

        pages.Count.ShouldBeGreaterThanOrEqualTo(10);
        foreach (var page in pages)
        {
            foreach (var answer in (HttpResponseMessage[])[await visitor.GetAsync(Placeholder().Replace(page, "0")), await visitor.PostAsync(Placeholder().Replace(page, "0"))])
            {
                answer.Headers.CacheControl.ShouldNotBeNull(page).NoStore.ShouldBeTrue(page);
                answer.Dispose();
            }
        }
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

        async Task ShouldNotBeKeptAsync(string page, string holds)
        {
            using var answer = await visitor.GetAsync(page);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, page);
            (await answer.Content.ReadAsStringAsync()).ShouldContain(holds);
            answer.Headers.CacheControl.ShouldNotBeNull(page).NoStore.ShouldBeTrue(page);
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

        using var web = app.CreateClient("web");
        using var style = await web.GetAsync("/css/base.css");
        style.StatusCode.ShouldBe(HttpStatusCode.OK);
        style.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeFalse();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/css/base.css");
        request.Headers.IfNoneMatch.Add(style.Headers.ETag.ShouldNotBeNull());
        using var again = await web.SendAsync(request);
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        again.Headers.CacheControl?.NoStore.ShouldBeFalse();
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
