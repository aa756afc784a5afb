using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Requests;
using Ticketing.Web.Pages;

namespace Ticketing.Tests.Security;

/// <summary>What no browser sends by itself gets an answer all the same, a short one.</summary>
[Trait("Category", "Security")]
public sealed partial class OddRequestTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    /// <summary>What took a pattern seconds to refuse.</summary>
    static readonly string NoAddress = new('a', 60_000);

    [Theory]
    [Trait("Asvs", "V5.1.4")]
    [InlineData("me@customers.example", true)]
    [InlineData("  me@customers.example ", true)]
    [InlineData("", true)] // Whether it has to be there, something else says.
    [InlineData("me", false)]
    [InlineData("me@customers", false)]
    [InlineData("me@customers.example, you@customers.example", false)]
    [InlineData("me@customers.example\r\nBcc: you@customers.example", false)]
    public void EmailField_OfAForm_TakesWhatMailCanBeSentTo(string text, bool isValid) => new EmailFieldAttribute().IsValid(text).ShouldBe(isValid);

    [Theory]
    [Trait("Asvs", "V5.1.3")]
    [InlineData("/account/forgot")]
    [InlineData("/account/register")]
    [InlineData("/account/login")]
    public async Task Form_WithAnAddressOfSixtyThousandCharacters_ExplainsWhatIsWrong(string page)
    {
        using var visitor = new WebVisitor(app, language: "en");

        using var answer = await visitor.PostAsync(
            page, ("__RequestVerificationToken", await visitor.FormTokenAsync(page)), ("Form.Email", NoAddress), ("Form.Password", "a password of mine"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("field-error field-validation-error", Case.Sensitive, page);
    }

    /// <summary>As much as web reads of a request's headers: with what it adds, its own request would be longer than services read.</summary>
    [Fact]
    [Trait("Asvs", "V5.1.4")]
    public async Task Page_ForABrowserOfThirtyThousandCharacters_IsAnsweredAsEver()
    {
        using var visitor = new WebVisitor(app);
        var request = new HttpRequestMessage(HttpMethod.Get, $"/bookings/{Guid.NewGuid()}");
        request.Headers.Add("User-Agent", $"Mozilla/5.0 ({new string('a', 32_500)})");

        using var answer = await visitor.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [Trait("Asvs", "V13.2.1")]
    [InlineData("TRACE", "/staff")]
    [InlineData("TRACE", "/account")]
    [InlineData("OPTIONS", "/account/login")]
    public async Task Page_AskedByAMethodThatItDoesNotKnow_SaysWhichItDoes(string method, string page)
    {
        using var visitor = new WebVisitor(app);

        using var answer = await visitor.SendAsync(new HttpRequestMessage(new HttpMethod(method), page));

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBe(["GET", "HEAD", "POST"], ignoreOrder: true);
    }

    [Theory]
    [Trait("Asvs", "V13.2.1")]
    [InlineData("/")]
    [InlineData("/account/login")]
    [InlineData("/staff/sign-in")]
    public async Task Head_OfAPage_IsWhatGetAnswersWithoutTheBody(string page)
    {
        using var visitor = new WebVisitor(app);

        using var answer = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Head, page));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [Trait("Asvs", "V5.1.5")]
    [InlineData("//elsewhere.example/x")]
    [InlineData("/%5Celsewhere.example/x")]
    public async Task LanguageLink_OfAnAddressThatIsNone_StaysHere(string address)
    {
        using var visitor = new WebVisitor(app);

        using var answer = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(app.Address("web").GetLeftPart(UriPartial.Authority) + address)));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var link = LanguageHref().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;
        link.ShouldStartWith("/");
        new Uri(app.Address("web"), link).Host.ShouldBe(app.Address("web").Host);
    }

    [Theory]
    [Trait("Asvs", "V5.1.4")]
    [InlineData("ab", 3, "ab")]
    [InlineData("abc", 2, "ab")]
    [InlineData("a🎬", 2, "a")]
    [InlineData("a🎬", 3, "a🎬")]
    [InlineData("🎬", 0, "")]
    public void Cut_OfAText_EndsWithAWholeCharacter(string text, int longest, string cut) => text.Cut(longest).ShouldBe(cut);

    /// <summary>Nobody hides behind what nobody asked for, and half a character is no reason to be told nothing.</summary>
    [Fact]
    [Trait("Asvs", "V7.1.4")]
    public async Task Audit_ReadWithFilters_KeepsEachOfThem()
    {
        var (admin, token) = await app.GivenAdminAsync();
        using var api = admin.Client(token);

        (await api.GetAsync($"/api/staff/audit?zz={new string('a', 300)}&subject=booking:1&action={new string('a', 199)}🎬")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.GetAsync($"/api/staff/bookings?reference={new string('a', 181)}🎬")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await using var database = await app.DatabaseAsync();
        var by = Actor.Staff(admin.Id).ToString();
        var entry = await database.AuditEntries.SingleAsync(row => row.By == by && row.Action == "audit.read");
        entry.Subject.ShouldBe("audit");
        var filters = JsonDocument.Parse(entry.Details!).RootElement.GetProperty("filters");
        filters.EnumerateObject().Select(filter => filter.Name).ShouldBe(["subject", "action"], ignoreOrder: true);
        filters.GetProperty("subject").GetString().ShouldBe("booking:1");
        filters.GetProperty("action").GetString().ShouldBe(new string('a', 199));
    }

    [GeneratedRegex("""id="language" href="([^"]*)""")]
    private static partial Regex LanguageHref();
}
