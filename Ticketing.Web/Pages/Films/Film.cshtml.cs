using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Catalogue;
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

    /// <summary>What kinds of its showings there are, and are wanted.</summary>
    public FilmQuestion Question { get; private set; } = null!;

    public DateOnly Day { get; private set; }
    public DayStrip Days { get; private set; } = null!;
    public IReadOnlyList<ShowingTimes> Times { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(
        string id, string? cinema, string? date, AuditoriumFormat? format, FilmSound? sound, CancellationToken ct)
    {
        var read = await catalogue.ReadAsync(ct);
        if (!read.Films.TryGetValue(id, out var film) || !DayStrip.TryRead(date, out var asked))
            return NotFound();

        Film = film;
        var days = read.Days.Where(day => day.FilmId == id).ToList();
        Cinemas = [.. read.Cinemas.Where(place => days.Exists(day => day.CinemaId == place.Id))];
        Cinema = Cinemas.FirstOrDefault(place => place.Id == cinema);

        var chosen = new ShowingFilter(format, sound, Cinema?.Id);
        Question = FilmQuestion.Of($"/films/{id}", chosen, days.Select(day => (film, day))) with { Kept = Kept(date) };

        var playing = days.Where(day => chosen.Takes(film, day)).Select(day => day.Date).ToHashSet();
        var now = clock.GetUtcNow();
        var local = (Cinema ?? read.Cinemas[0]).Local(now);
        Day = DayStrip.Choose(asked, local, playing);
        Days = DayStrip.Of(local, playing, Day, day => Address(Cinema, day));

        var showings = await catalogue.ShowingsAsync(id, Cinema?.Id, Day, ct);
        Times = [.. Cinemas
            .Select(place => new ShowingTimes(place, [.. showings.Where(showing => showing.CinemaId == place.Id && showing.EndsAt > now && chosen.Takes(film, showing))]))
            .Where(times => times.Showings.Count > 0)];
        return Page();
    }

    public string Address(CinemaAnswer? cinema, DateOnly day) => AddressOf(Question.Chosen with { Cinema = cinema?.Id }, day);

    public string AddressOf(ShowingFilter chosen, DateOnly day) => $"/films/{Film.Id}{chosen.AddTo(new QueryBuilder { { "date", $"{day:O}" } })}";

    /// <summary>Whoever has chosen a day and a cinema does not choose them again.</summary>
    List<(string, string)> Kept(string? date)
    {
        List<(string, string)> kept = [];
        if (!string.IsNullOrEmpty(date))
            kept.Add(("date", date));
        if (Cinema is not null)
            kept.Add(("cinema", Cinema.Id));
        return kept;
    }
}
