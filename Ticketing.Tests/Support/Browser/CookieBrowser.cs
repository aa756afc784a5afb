using System.Text;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Support.Browser;

/// <summary>
/// A browser without scripts. It follows no redirect by itself, and puts the token of the page that it saw last into a form.
/// </summary>
sealed partial class CookieBrowser : IDisposable
{
    readonly CookieJar jar = new();
    readonly HttpClient http;
    string? formToken;

    public CookieBrowser(Uri site) => http = new HttpClient(jar) { BaseAddress = site };

    public IReadOnlyDictionary<string, string> Cookies => jar.Cookies;

    /// <summary>The customer's token, as of the first page on.</summary>
    public string CustomerToken => Cookies.Single(cookie => cookie.Key.EndsWith("ticketing-customer", StringComparison.Ordinal)).Value;

    public Task<Visit> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), headers);

    public Task<Visit> PostAsync(string path, params (string Name, string Value)[] fields) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", formToken ?? "")).Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
    });

    /// <param name="form">Encoded already, as no browser does.</param>
    public Task<Visit> PostRawAsync(string path, string form) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = new StringContent($"{form}&__RequestVerificationToken={Uri.EscapeDataString(formToken ?? "")}", Encoding.ASCII, "application/x-www-form-urlencoded"),
    });

    /// <summary>As a page's script does.</summary>
    public Task<Visit> CallAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(new HttpRequestMessage(method, path) { Content = body is null ? null : System.Net.Http.Json.JsonContent.Create(body) }, headers);

    public async Task<Visit> FollowAsync(Visit visit)
    {
        while (visit.Status is >= 300 and < 400)
            visit = await GetAsync(visit.Location!);
        return visit;
    }

    public void SetCookie(string name, string value) => jar.Cookies[name] = value;

    public void Forget(string name) => jar.Cookies.Remove(name);

    public void Dispose() => http.Dispose();

    async Task<Visit> SendAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        using (request)
        {
            foreach (var (name, value) in headers)
                request.Headers.Add(name, value);
            using var answer = await http.SendAsync(request);
            var set = answer.Headers.TryGetValues("Set-Cookie", out var values) ? values.ToList() : [];
            var body = await answer.Content.ReadAsStringAsync();
            if (Token().Match(body) is { Success: true } token)
                formToken = token.Groups[1].Value;
            return new Visit(
                (int)answer.StatusCode, body, answer.Headers.Location?.OriginalString, set,
                answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
        }
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""")]
    private static partial Regex Token();
}

/// <param name="Location">As sent.</param>
sealed record Visit(int Status, string Body, string? Location, IReadOnlyList<string> SetCookies, IReadOnlyDictionary<string, string> Headers);
