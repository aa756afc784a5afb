using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Caching;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Pages.Shared;

namespace Ticketing.Web.Pages.Films;

[Impersonal(KeptSeconds = 5)]
sealed class FilmModel(CatalogueReader catalogue, TimeProvider clock) : PageModel
{
    public FilmAnswer Film { get; private set; } = null!;

    /// <summary>Those that play the film within the days shown.</summary>
    public IReadOnlyList<CinemaAnswer> Cinemas { get; private set; } = [];

    /// <summary>Null shows every cinema.</summary>
    public CinemaAnswer? Cinema { get; private set; }

    public DateOnly Day { get; private set; }
    public DayStrip Days { get; private set; } = null!;
    public IReadOnlyList<ShowingTimes> Times { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string id, string? cinema, string? date, CancellationToken ct)
    {
        var read = await catalogue.ReadAsync(ct);
        if (!read.Films.TryGetValue(id, out var film) || !DayStrip.TryRead(date, out var asked))
            return NotFound();

        Film = film;
        var days = read.Days.Where(day => day.FilmId == id).ToList();
        Cinemas = [.. read.Cinemas.Where(place => days.Exists(day => day.CinemaId == place.Id))];
        Cinema = Cinemas.FirstOrDefault(place => place.Id == cinema);

        var playing = days.Where(day => Cinema is null || day.CinemaId == Cinema.Id).Select(day => day.Date).ToHashSet();
        var now = clock.GetUtcNow();
        var local = (Cinema ?? read.Cinemas[0]).Local(now);
        Day = DayStrip.Choose(asked, local, playing);
        Days = DayStrip.Of(local, playing, Day, day => Address(Cinema, day));

        var showings = await catalogue.ShowingsAsync(id, Cinema?.Id, Day, ct);
        Times = [.. Cinemas
            .Select(place => new ShowingTimes(place, [.. showings.Where(showing => showing.CinemaId == place.Id && showing.EndsAt > now)]))
            .Where(times => times.Showings.Count > 0)];
        return Page();
    }

    public string Address(CinemaAnswer? cinema, DateOnly day)
    {
        var query = new QueryBuilder { { "date", $"{day:O}" } };
        if (cinema is not null)
            query.Add("cinema", cinema.Id);

        return $"/films/{Film.Id}{query}";
    }
}
