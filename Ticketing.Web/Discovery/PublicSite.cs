using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Discovery;

/// <summary>Setting <c>PublicUrl</c>: where customers find the site, whatever name a request came by.</summary>
sealed class PublicSiteOptions
{
    [Required(ErrorMessage = "PublicUrl is not set.")]
    public Uri? PublicUrl { get; set; }
}

/// <summary>Addresses that others keep: search engines, and whoever is sent a link.</summary>
sealed class PublicSite(IOptions<PublicSiteOptions> options)
{
    /// <param name="page">Where it is in Korean, within the site.</param>
    public string AddressOf(string page, string language) => new Uri(options.Value.PublicUrl!, Languages.Localize(page, language)).AbsoluteUri;

    /// <summary>In the language that is being written in.</summary>
    public string AddressOf(string page) => AddressOf(page, Languages.Current);

    /// <summary>The same page in every language, each with what <c>hreflang</c> calls it; the default is the Korean one.</summary>
    public IEnumerable<(string Language, string Address)> Alternates(string page) =>
        [.. Languages.All.Select(language => (language, AddressOf(page, language))), ("x-default", AddressOf(page, Languages.Korean))];
}
