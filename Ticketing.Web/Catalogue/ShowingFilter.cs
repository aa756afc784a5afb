using Microsoft.AspNetCore.Http.Extensions;
using Ticketing.Core.Catalogue;

namespace Ticketing.Web.Catalogue;

/// <summary>Which showings a visitor wants; null is whichever.</summary>
/// <param name="Cinema">Its id.</param>
sealed record ShowingFilter(AuditoriumFormat? Format = null, FilmSound? Sound = null, string? Cinema = null)
{
    public static ShowingFilter None { get; } = new();

    /// <summary>Whether they are to be of a certain kind, wherever.</summary>
    public bool HasKind => Format is not null || Sound is not null;

    public bool Takes(FilmAnswer film, IFilmVersion version) =>
        (Format ?? version.Format) == version.Format && (Sound is not { } sound || version.SoundsOf(film).Contains(sound));

    /// <summary>Whether any of that day will do.</summary>
    public bool Takes(FilmAnswer film, ShowingDayAnswer day) =>
        (Cinema ?? day.CinemaId) == day.CinemaId && (!HasKind || day.Versions.Any(version => Takes(film, version)));

    /// <summary>Says in an address what is chosen.</summary>
    public QueryBuilder AddTo(QueryBuilder query)
    {
        foreach (var (name, value) in ((string, string?)[])[("format", $"{Format}"), ("sound", $"{Sound}"), ("cinema", Cinema)])
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }

        return query;
    }
}

/// <summary>How a film in another language is understood.</summary>
enum FilmSound
{
    Subtitled,
    Dubbed,
}

/// <summary>How a film is shown.</summary>
interface IFilmVersion
{
    AuditoriumFormat Format { get; }

    /// <summary>ISO 639-1 code of the spoken language.</summary>
    string AudioLanguage { get; }

    /// <summary>ISO 639-1 code, null without subtitles.</summary>
    string? SubtitleLanguage { get; }
}

static class FilmSounds
{
    /// <summary>None for a film in its own language without subtitles.</summary>
    public static IEnumerable<FilmSound> SoundsOf(this IFilmVersion version, FilmAnswer film)
    {
        if (version.SubtitleLanguage is not null)
            yield return FilmSound.Subtitled;
        if (version.AudioLanguage != film.OriginalLanguage)
            yield return FilmSound.Dubbed;
    }
}
