using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Caching;
using Ticketing.Web.Catalogue;

namespace Ticketing.Web.Pages.Films;

[Impersonal(KeptSeconds = 5)]
sealed class IndexModel(CatalogueReader catalogue, TimeProvider clock) : PageModel
{
    /// <summary>What is looked for; empty shows all films.</summary>
    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Query { get; set; }

    /// <summary>Null where nothing was looked for, or nothing that can be.</summary>
    public IReadOnlyList<FilmAnswer>? Found { get; private set; }

    public bool IsRefused { get; private set; }
    public FilmListing Listing { get; private set; } = new([]);

    public async Task OnGetAsync(CancellationToken ct)
    {
        var read = await catalogue.ReadAsync(ct);
        Listing = FilmListing.Of(read, clock.GetUtcNow());
        if (string.IsNullOrWhiteSpace(Query))
            return;

        IsRefused = !FilmSearch.Takes(Query);
        if (IsRefused)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        else
            Found = read.Search.Find(Query);
    }
}
