using System.Net;
using System.Text.RegularExpressions;
using Ticketing.Core.Customers;

namespace Ticketing.Tests.Support.Browser;

/// <summary>
/// A browser without a screen: it keeps cookies, also secure ones that plain http on this machine sets, and says from which site its forms
/// come, as browsers do and .NET's cookie container does not.
/// </summary>
sealed partial class WebVisitor : IDisposable
{
    static readonly SocketsHttpHandler Connections = new() { UseCookies = false, AllowAutoRedirect = false };

    readonly HttpClient http;
    readonly Dictionary<string, string> cookies = [];

    /// <param name="from">The client's address as the proxy before the site tells it.</param>
    public WebVisitor(TicketingApp app, string? from = null, string language = "ko")
    {
        http = new HttpClient(Connections, disposeHandler: false) { BaseAddress = app.Address("web") };
        http.DefaultRequestHeaders.Add("Accept-Language", language);
        if (from is not null)
            http.DefaultRequestHeaders.Add("X-Forwarded-For", from);
    }

    /// <summary>All that the site has set, as it was written.</summary>
    public List<string> SetCookies { get; } = [];

    public void SignIn(string customerToken) => cookies[CustomerCookie.Name] = customerToken;

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
        {
            lock (cookies)
            {
                if (cookies.Count > 0)
                    request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            }

            var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (answer.Headers.TryGetValues("Set-Cookie", out var set))
                Keep(set);
            return answer;
        }
    }

    public void Dispose() => http.Dispose();

    void Keep(IEnumerable<string> set)
    {
        lock (cookies)
        {
            foreach (var cookie in set)
            {
                SetCookies.Add(cookie);
                var pair = cookie.Split(';')[0].Split('=', 2);
                cookies[pair[0]] = pair[1];
            }
        }
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""")]
    private static partial Regex FormToken();
}
