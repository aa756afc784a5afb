using System.Text.Json;
using Ticketing.Core.Catalogue;

namespace Ticketing.Workers.Migrations.Demo;

/// <summary>Real films; their facts and our words about them are in <c>films.json</c>.</summary>
static class DemoFilms
{
    public static IReadOnlyList<Film> All { get; } = Read();

    /// <summary>The one that has its opening night.</summary>
    public static Film Newest { get; } = All.MaxBy(film => film.ReleasedInKorea)!;

    static List<Film> Read()
    {
        using var json = typeof(DemoFilms).Assembly.GetManifestResourceStream("films.json")!;
        var entries = JsonSerializer.Deserialize<List<Entry>>(json, JsonSerializerOptions.Web)!;
        return entries.ConvertAll(entry => entry.ToFilm());
    }

    sealed record Entry(
        string Id, string TitleKo, string? TitleEn, string TitleOriginal, string OriginalLanguage,
        string Rating, int RuntimeMinutes, DateOnly ReleasedInKorea,
        string SynopsisKo, string SynopsisEn, IReadOnlyList<IReadOnlyList<string>> Directors, IReadOnlyList<IReadOnlyList<string>> Cast, string TrailerUrl)
    {
        public Film ToFilm() => new()
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
            ReleasedInKorea = ReleasedInKorea,
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
