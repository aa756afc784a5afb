using System.Text.Json;
using Ticketing.Core.Catalogue;

namespace Ticketing.Workers.Migrations.Demo;

/// <summary>Real films; their facts and our words about them are in <c>films.json</c>.</summary>
static class DemoFilms
{
    public static IReadOnlyList<Film> All { get; } = [.. Read("films.json", today: default)];

    /// <summary>Made-up ones, to wait for: real ones would be released one day.</summary>
    public static IEnumerable<Film> Coming(DateOnly today) => Read("coming-films.json", today);

    /// <summary>The one that has its opening night.</summary>
    public static Film Newest { get; } = All.MaxBy(film => film.ReleasedInKorea)!;

    static List<Film> Read(string name, DateOnly today)
    {
        using var json = typeof(DemoFilms).Assembly.GetManifestResourceStream(name)!;
        var entries = JsonSerializer.Deserialize<List<Entry>>(json, JsonSerializerOptions.Web)!;
        return entries.ConvertAll(entry => entry.ToFilm(today));
    }

    sealed record Entry(
        string Id, string TitleKo, string? TitleEn, string TitleOriginal, string OriginalLanguage,
        string Rating, int RuntimeMinutes, DateOnly? ReleasedInKorea, int ReleasedInDays,
        string SynopsisKo, string SynopsisEn, IReadOnlyList<IReadOnlyList<string>> Directors, IReadOnlyList<IReadOnlyList<string>> Cast, string? TrailerUrl)
    {
        public Film ToFilm(DateOnly today) => new()
        {
            Id = Id,
            TitleKo = TitleKo,
            TitleEn = TitleEn ?? TitleOriginal,
            TitleOriginal = TitleOriginal,
            OriginalLanguage = OriginalLanguage,
            Rating = Rating switch
            {
                "ALL" => FilmRating.All,
                "12" => FilmRating.Age12,
                "15" => FilmRating.Age15,
                "19" => FilmRating.Age19,
                _ => throw new JsonException($"Film {Id} has the unknown rating '{Rating}'."),
            },
            RuntimeMinutes = RuntimeMinutes,
            ReleasedInKorea = ReleasedInKorea ?? today.AddDays(ReleasedInDays),
            SynopsisKo = SynopsisKo,
            SynopsisEn = SynopsisEn,
            DirectorsKo = Korean(Directors),
            DirectorsEn = English(Directors),
            CastKo = Korean(Cast),
            CastEn = English(Cast),
            TrailerUrl = TrailerUrl,
        };

        static List<string> Korean(IEnumerable<IReadOnlyList<string>> names) => [.. names.Select(name => name[0])];

        static List<string> English(IEnumerable<IReadOnlyList<string>> names) => [.. names.Select(name => name[1])];
    }
}
