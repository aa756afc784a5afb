using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Discovery;

/// <summary>Where search engines need not look: pages of one customer's, staff's, and what is for scripts.</summary>
static class Robots
{
    static readonly string[] Closed = ["/showings/*/checkout", "/waiting/", "/bookings", "/account", "/staff", "/*?culture="];

    static readonly string[] ForScripts = ["/api/", "/live/", "/guest"];

    public static ContentHttpResult Show(HttpResponse response, PublicSite site)
    {
        response.Headers.CacheControl = "public, max-age=3600";
        var closed = Languages.All.SelectMany(language => Closed.Select(page => Languages.Localize(page, language))).Concat(ForScripts);
        return TypedResults.Text($"""
            User-agent: *
            {string.Join('\n', closed.Select(path => $"Disallow: {path}"))}

            Sitemap: {site.AddressOf("/sitemap.xml", Languages.Korean)}

            """);
    }
}
