using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Ticketing.Tests.Web;

namespace Ticketing.Tests.Edges;

/// <summary>No request makes the site fail: odd addresses, queries, headers and forms get a page that says what is wrong.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V5.1.3")]
public sealed partial class PageFuzzTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const int Seed = 20261203;
    const int OfEach = 12;
    const int AtOnce = 4;
    const string TokenField = "__RequestVerificationToken";

    static readonly string[] Queries =
        ["hold", "adult", "teen", "seat", "date", "day", "film", "cinema", "q", "format", "sound", "link", "token", "returnUrl", "page", "reference", "email", "handler", "lang", "culture", "status", "unknown"];

    static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "\uFFFE", "a\uFFFE@customers.example", "\u202Eabc\u05D0", "🎬", "-1", "NaN", "1e400", "99999999999999999999", "true", "me@customers.example", "\r\nBcc: x@customers.example",
        "<script>", "//elsewhere.example", "00000000-0000-0000-0000-000000000000", new string('a', 5_000), new string('a', 300) + "@customers.example",
    ];

    readonly ConcurrentBag<string> failures = [];
    readonly int run = Random.Shared.Next(0x10000);
    int sent;
    int understood;

    [Fact]
    public async Task Page_WhateverIsAsked_DoesNotFail()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var hold = await customer.HoldsAsync(showing.Id, 2, 3);
        var booking = await customer.BooksAsync(await customer.HoldsAsync(showing.Id, 0, 1));

        await Parallel.ForEachAsync(PagesTests.Addresses.Order().Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (page, _) =>
        {
            using var visitor = new WebVisitor(app, from: $"2001:db8:{run:x}:{page.Index:x}::1", language: "en");
            visitor.SignIn(customer.Token);
            var random = new Random(Seed + page.Index);
            var usual = Placeholder().Replace(page.Item, place => place.Value switch
            {
                "{id:guid}" => $"{booking.Id}",
                "{id:long}" or "{showingId:long}" => $"{showing.Id}",
                "{id}" => showing.FilmId,
                _ => "confirm",
            });
            foreach (var request in Gets(page.Item, usual, hold.HoldId, random))
                await AskAsync(visitor, request);
            await FillInAsync(visitor, usual, hold.HoldId, random);
        });

        failures.ShouldBeEmpty($"Seed {Seed}: of {sent} requests");
        understood.ShouldBeGreaterThan(sent / 4);
    }

    static IEnumerable<HttpRequestMessage> Gets(string page, string usual, string holdId, Random random)
    {
        yield return Get($"{usual}?hold={holdId}&adult=2");
        foreach (var text in Some(OddValues.InAddresses, random))
        {
            if (page.Contains('{', StringComparison.Ordinal) && OddValues.IsPath(text))
                yield return Get(Placeholder().Replace(page, text));
            yield return Get($"{usual}?{Queries[random.Next(Queries.Length)]}={text}&{Queries[random.Next(Queries.Length)]}={text}&hold={holdId}");
        }

        foreach (var (name, value) in Some(OddValues.Headers, random))
        {
            var request = Get(usual);
            request.AddOdd(name, value);
            yield return request;
        }
    }

    /// <summary>The page's forms: without the token, without fields, and with something odd in one.</summary>
    async Task FillInAsync(WebVisitor visitor, string page, string holdId, Random random)
    {
        using var shown = await visitor.GetAsync($"{page}?hold={holdId}&adult=2");
        var html = shown.StatusCode == HttpStatusCode.OK ? await shown.Content.ReadAsStringAsync() : "";
        var names = Field().Matches(html).Select(field => field.Groups[1].Value).Where(name => name != TokenField).Distinct().ToArray();
        var token = Token().Match(html).Groups[1].Value;

        var untold = await AskAsync(visitor, Post(page, "Form.Email=me%40customers.example"));
        if (token != "")
            untold.ShouldBe(HttpStatusCode.BadRequest, $"{page} without its token");
        await AskAsync(visitor, Post(page, $"{TokenField}={token}"));
        await AskAsync(visitor, Post(page, $"{TokenField}={token}&%ED%A0%80=%ED%A0%80&a%00=%00&=&&%"));
        await AskAsync(visitor, Post(page, $"{TokenField}={token}", "multipart/form-data; boundary=x"));
        await AskAsync(visitor, Post(page, $"{{\"{TokenField}\":\"{token}\"}}", "application/json; charset=klingon"));
        if (names.Length == 0)
            return;

        foreach (var text in Some(Texts, random))
        {
            var odd = names[random.Next(names.Length)];
            var fields = names.Select(name => $"{Uri.EscapeDataString(name)}={(name == odd ? Uri.EscapeDataString(text) : "2")}").Append($"{Uri.EscapeDataString(odd)}=again");
            await AskAsync(visitor, Post($"{page}?hold={holdId}", $"{TokenField}={token}&{string.Join('&', fields)}"));
        }
    }

    async Task<HttpStatusCode> AskAsync(WebVisitor visitor, HttpRequestMessage request)
    {
        var what = $"{request.Method} {request.RequestUri} {request.Headers} {(request.Content is null ? "" : Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync()))}";
        using var answer = await visitor.SendAsync(request);
        Interlocked.Increment(ref sent);
        if ((int)answer.StatusCode < 400)
            Interlocked.Increment(ref understood);
        var isPage = answer.Content.Headers.ContentType?.MediaType == "text/html" && (await answer.Content.ReadAsStringAsync()).Contains("</html>", StringComparison.Ordinal);
        if ((int)answer.StatusCode >= 500 || (int)answer.StatusCode >= 400 && !isPage)
            failures.Add($"{(int)answer.StatusCode} {answer.Content.Headers.ContentType}: {(what.Length > 600 ? what[..600] : what)}");
        return answer.StatusCode;
    }

    static HttpRequestMessage Get(string path) => new(HttpMethod.Get, new Uri(path, UriKind.Relative));

    static HttpRequestMessage Post(string path, string form, string type = "application/x-www-form-urlencoded")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(form)) };
        request.AddOdd("Content-Type", type);
        return request;
    }

    static IEnumerable<T> Some<T>(IEnumerable<T> all, Random random)
    {
        var some = all.ToArray();
        random.Shuffle(some);
        return some.Take(OfEach);
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)""")]
    private static partial Regex Field();

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""")]
    private static partial Regex Token();
}
