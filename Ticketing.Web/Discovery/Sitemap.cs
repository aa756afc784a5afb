using System.Net.Mime;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Discovery;

/// <summary>
/// Every page that is the same for everybody, in every language. When one was last changed nobody knows: its showings change with each that
/// begins, and its words with a release.
/// </summary>
static class Sitemap
{
    /// <summary>The protocol's own limit.</summary>
    const int MostAddresses = 50_000;

    static readonly XNamespace Urls = "http://www.sitemaps.org/schemas/sitemap/0.9";
    static readonly XNamespace Xhtml = "http://www.w3.org/1999/xhtml";

    public static async Task<ContentHttpResult> ShowAsync(HttpResponse response, CatalogueReader catalogue, PublicSite site, CancellationToken ct)
    {
        response.Headers.CacheControl = "public, max-age=600";
        var read = await catalogue.ReadAsync(ct);
        IEnumerable<string> pages =
        [
            "/", "/films", "/terms", "/privacy",
            .. read.Cinemas.Select(cinema => $"/cinemas/{Uri.EscapeDataString(cinema.Id)}"),
            .. read.Films.Values.OrderByDescending(film => film.ReleasedInKorea).ThenBy(film => film.Id, StringComparer.Ordinal)
                .Select(film => $"/films/{Uri.EscapeDataString(film.Id)}"),
        ];
        return TypedResults.Text(Write(pages, site), MediaTypeNames.Application.Xml, Encoding.UTF8);
    }

    /// <param name="pages">The first ones count: newer films come before older ones.</param>
    public static string Write(IEnumerable<string> pages, PublicSite site)
    {
        var document = new XDocument(
            new XDeclaration("1.0", "utf-8", standalone: null),
            new XElement(
                Urls + "urlset",
                new XAttribute(XNamespace.Xmlns + "xhtml", Xhtml),
                pages.Take(MostAddresses / Languages.All.Count).SelectMany(page => Languages.All.Select(language => new XElement(
                    Urls + "url",
                    new XElement(Urls + "loc", site.AddressOf(page, language)),
                    site.Alternates(page).Select(other => new XElement(
                        Xhtml + "link",
                        new XAttribute("rel", "alternate"), new XAttribute("hreflang", other.Language), new XAttribute("href", other.Address))))))));
        return $"{document.Declaration}\n{document}";
    }
}
