using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Catalogue;
using Ticketing.Web.Caching;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Pages.Shared;

namespace Ticketing.Web.Pages.Films;

[Impersonal(KeptSeconds = 5)]
sealed class IndexModel(CatalogueReader catalogue, TimeProvider clock) : PageModel
{
    /// <summary>What is looked for; empty for any film.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Whether it cannot be looked for.</summary>
    public bool IsRefused { get; private set; }

    public FilmQuestion Question { get; private set; } = null!;

    /// <summary>Null where nothing was asked.</summary>
    public IReadOnlyList<FilmAnswer>? Found { get; private set; }

    public FilmListing Listing { get; private set; } = new([], []);

    public async Task OnGetAsync(string? q, AuditoriumFormat? format, FilmSound? sound, string? cinema, CancellationToken ct)
    {
        var read = await catalogue.ReadAsync(ct);
        var chosen = new ShowingFilter(format, sound, string.IsNullOrWhiteSpace(cinema) ? null : cinema);
        Listing = FilmListing.Of(read, clock.GetUtcNow());
        IsRefused = !FilmSearch.Takes(q ?? "");
        Text = IsRefused ? "" : (q ?? "").Trim();
        Question = FilmQuestion.OfAll(read, chosen, Text);
        if (IsRefused)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        else if (Text != "" || chosen != ShowingFilter.None)
            Found = Find(read, chosen);
    }

    List<FilmAnswer> Find(Catalogue.Catalogue read, ShowingFilter chosen)
    {
        var named = Text == "" ? Listing.NowShowing : read.Search.Find(Text);
        return [.. named.Where(film => chosen == ShowingFilter.None || read.Days.Any(day => day.FilmId == film.Id && chosen.Takes(film, day)))];
    }
}
