using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ticketing.Core.Problems;

namespace Ticketing.Core.Browsers;

/// <summary>
/// Another site's page can make a browser send us a form or a script's request, and the browser adds our cookies. But it also says where
/// the request comes from, and that no page can change. So what would change something, and brings cookies, has to come from here.
/// </summary>
public static class ForeignOrigins
{
    /// <summary>Answers 403 <c>foreign_origin</c> to writes that bring cookies and do not come from this site, whatever they have for a body.</summary>
    public static void UseForeignOriginCheck(this IApplicationBuilder app) => app.Use((http, next) =>
        IsByCookie(http.Request) && !IsFromHere(http.Request)
            ? Problem.Forbidden("foreign_origin", "This has to be done on the site itself.").ExecuteAsync(http)
            : next(http));

    /// <summary>A client that names its token is known by that; a page of another site could not add one.</summary>
    static bool IsByCookie(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method)
        && request.Headers.Cookie.Count > 0 && request.Headers.Authorization.Count == 0;

    /// <summary>
    /// What the browser says of it, and it has to say something. An origin of <c>null</c> names none: a page that gives no referrer sends
    /// that, and so does one of another site in a sandbox; <c>Sec-Fetch-Site</c> tells the two apart.
    /// </summary>
    static bool IsFromHere(HttpRequest request)
    {
        const string here = "same-origin";
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        // None: not by a page, as when a form is sent again by reloading.
        if (site is not ("" or "none" or here))
            return false;
        if (origin is not ("" or "null"))
            return IsThis(origin, request);

        return site == here
            || (origin == "" && Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page) && IsThis(page.GetLeftPart(UriPartial.Authority), request));
    }

    /// <summary>As the browser knows this site: the proxies before us pass on the scheme and the host.</summary>
    static bool IsThis(string origin, HttpRequest request) =>
        origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
