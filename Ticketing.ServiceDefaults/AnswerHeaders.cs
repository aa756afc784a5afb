using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Ticketing.ServiceDefaults;

/// <summary>
/// What every answer says, an error as well: take it for what it is, keep nothing of it unless its endpoint says otherwise, embed it in no
/// other site, and come by TLS only from now on.
/// </summary>
static class AnswerHeaders
{
    // Two years, as browsers' lists demand. With subdomains: there are none of the shop's own host, so it costs nothing, and nobody can make
    // one up to be asked for over plain http. Their parent's other names are not ours to bind.
    const string Tls = "max-age=63072000; includeSubDomains";

    public static void UseAnswerHeaders(this IApplicationBuilder app, IHostEnvironment environment)
    {
        // A developer's browser would refuse plain http of localhost for as long.
        Func<object, Task> complete = environment.IsForDevelopers() ? Complete : CompleteWithTls;
        app.Use((http, next) =>
        {
            // When the answer begins: an exception handler takes back what was said before.
            http.Response.OnStarting(complete, http);
            return next(http);
        });
    }

    static Task CompleteWithTls(object state)
    {
        var http = (HttpContext)state;
        if (http.Request.IsHttps)
            http.Response.Headers.StrictTransportSecurity = Tls;
        return Complete(state);
    }

    static Task Complete(object state)
    {
        var headers = ((HttpContext)state).Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Also where an endpoint, or antiforgery, says it in fewer words, and whatever is said of an answer that makes somebody known again.
        if (headers.CacheControl.Count == 0 || headers.SetCookie.Count > 0 || headers.CacheControl.ToString().Contains("no-store", StringComparison.Ordinal))
            headers.CacheControl = "private, no-store";
        return Task.CompletedTask;
    }
}
