using Ticketing.Core.Catalogue;
using Ticketing.Web.Catalogue;

namespace Ticketing.Web.Pages.Shared;

/// <summary>A form that asks for films or their showings: what there is to choose from, and what is chosen.</summary>
/// <param name="Address">Where the form leads.</param>
sealed record FilmQuestion(string Address, ShowingFilter Chosen, IReadOnlyList<AuditoriumFormat> Formats, IReadOnlyList<FilmSound> Sounds)
{
    /// <summary>What films are looked for; null where the film is known.</summary>
    public string? Text { get; init; }

    /// <summary>Empty where the cinema is chosen in another way.</summary>
    public IReadOnlyList<CinemaAnswer> Cinemas { get; init; } = [];

    /// <summary>What the address says besides, and goes on saying.</summary>
    public IReadOnlyList<(string Name, string Value)> Kept { get; init; } = [];

    public bool HasChoice => Text is not null || Formats.Count > 1 || Sounds.Count > 0;

    /// <summary>For any film.</summary>
    public static FilmQuestion OfAll(Catalogue.Catalogue catalogue, ShowingFilter chosen, string text) =>
        Of("/films", chosen, from day in catalogue.Days where catalogue.Films.ContainsKey(day.FilmId) select (catalogue.Films[day.FilmId], day)) with
        {
            Text = text,
            Cinemas = catalogue.Cinemas,
        };

    public static FilmQuestion Of(string address, ShowingFilter chosen, IEnumerable<(FilmAnswer Film, ShowingDayAnswer Day)> days)
    {
        var versions = days.SelectMany(day => day.Day.Versions.Select(version => (day.Film, Version: version))).ToList();
        return new FilmQuestion(
            address,
            chosen,
            OrChosen(versions.Select(version => version.Version.Format), chosen.Format),
            OrChosen(versions.SelectMany(version => version.Version.SoundsOf(version.Film)), chosen.Sound));
    }

    /// <summary>The form shows what is chosen, even if there is none of it.</summary>
    static List<T> OrChosen<T>(IEnumerable<T> offered, T? chosen)
        where T : struct => [.. (chosen is { } one ? offered.Append(one) : offered).Distinct().Order()];
}
