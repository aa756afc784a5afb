using System.Net;
using System.Text.RegularExpressions;
using Ticketing.Core.Customers;

namespace Ticketing.Tests.Support.Browser;

/// <summary>A browser of the system's site without a screen, whose answers come as they are; it may ask for much at once.</summary>
sealed partial class WebVisitor : IDisposable
{
    readonly CookieJar jar = new();
    readonly HttpClient http;

    /// <param name="from">The client's address as the proxy before the site tells it.</param>
    /// <param name="service">Another than the site, which its pages' scripts may reach directly.</param>
    public WebVisitor(TicketingApp app, string? from = null, string language = "ko", string service = "web")
    {
        http = new HttpClient(jar) { BaseAddress = app.Address(service) };
        http.DefaultRequestHeaders.Add("Accept-Language", language);
        if (from is not null)
            http.DefaultRequestHeaders.Add("X-Forwarded-For", from);
    }

    /// <summary>All that the site has set, as it was written.</summary>
    public IReadOnlyList<string> SetCookies => jar.SetCookies;

    public void SignIn(string customerToken) => jar.Cookies[CustomerCookie.Name] = customerToken;

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>The page, which has to be there.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>What a form of the page has to bring along.</summary>
    public async Task<string> FormTokenAsync(string page) => FormToken().Match(await ReadAsync(page)).Groups[1].Value;

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        var form = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        form.Headers.Add("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return SendAsync(form);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""")]
    private static partial Regex FormToken();
}
