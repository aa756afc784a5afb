using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Caching;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Pages.Shared;

namespace Ticketing.Web.Pages.Cinemas;

[Impersonal(KeptSeconds = 5)]
sealed class CinemaModel(CatalogueReader catalogue, TimeProvider clock) : PageModel
{
    public CinemaAnswer Cinema { get; private set; } = null!;
    public DateOnly Day { get; private set; }
    public DayStrip Days { get; private set; } = null!;
    public IReadOnlyList<(FilmAnswer Film, ShowingTimes Times)> Films { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string id, string? date, CancellationToken ct)
    {
        var read = await catalogue.ReadAsync(ct);
        if (read.Cinemas.FirstOrDefault(place => place.Id == id) is not { } cinema || !DayStrip.TryRead(date, out var asked))
            return NotFound();

        Cinema = cinema;
        var playing = read.Days.Where(day => day.CinemaId == id).Select(day => day.Date).ToHashSet();
        var now = clock.GetUtcNow();
        var local = cinema.Local(now);
        Day = DayStrip.Choose(asked, local, playing);
        Days = DayStrip.Of(local, playing, Day, day => $"/cinemas/{id}?date={day:O}");

        Films = [.. (await catalogue.ShowingsAsync(film: null, id, Day, ct))
            .Where(showing => showing.EndsAt > now && read.Films.ContainsKey(showing.FilmId))
            .GroupBy(showing => showing.FilmId)
            .Select(film => (read.Films[film.Key], new ShowingTimes(cinema, [.. film])))];
        return Page();
    }
}
