namespace Ticketing.Tests.Security;

/// <summary>Keeps cookies as browsers do at http://localhost, secure ones too, and says where a form was sent from.</summary>
sealed class CookieJar() : DelegatingHandler(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
{
    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        if (request.Method != HttpMethod.Get && !request.Headers.Contains("Origin"))
            request.Headers.Add("Origin", request.RequestUri!.GetLeftPart(UriPartial.Authority));
        var answer = await base.SendAsync(request, cancellationToken);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (pair is [var name, { Length: > 0 } value])
                Cookies[name] = value;
            else
                Cookies.Remove(pair[0]);
        }

        return answer;
    }
}
