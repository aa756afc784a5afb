namespace Ticketing.Tests.Support.Browser;

/// <summary>
/// Keeps cookies as browsers do at http://localhost, secure ones too, and says where a form was sent from; as Fetch has it, that is
/// <c>null</c> where the form's page gives no referrer, and nothing else tells it from another site's (so it was in Safari before 16.4).
/// </summary>
sealed class CookieJar() : DelegatingHandler(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
{
    readonly Lock gate = new();
    bool givesNoReferrer;

    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>All that a site has set, as it was written.</summary>
    public List<string> SetCookies { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (Cookies.Count > 0)
                request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        if (request.Method != HttpMethod.Get && !request.Headers.Contains("Origin"))
            request.Headers.Add("Origin", givesNoReferrer ? "null" : request.RequestUri!.GetLeftPart(UriPartial.Authority));
        var answer = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Get && answer.Content.Headers.ContentType?.MediaType == "text/html")
            givesNoReferrer = answer.Headers.TryGetValues("Referrer-Policy", out var policy) && policy.Contains("no-referrer");
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            Keep(set);
        return answer;
    }

    void Keep(IEnumerable<string> set)
    {
        lock (gate)
        {
            foreach (var cookie in set)
            {
                SetCookies.Add(cookie);
                var pair = cookie.Split(';')[0].Split('=', 2);
                if (pair is [var name, { Length: > 0 } value])
                    Cookies[name] = value;
                else
                    Cookies.Remove(pair[0]);
            }
        }
    }
}
