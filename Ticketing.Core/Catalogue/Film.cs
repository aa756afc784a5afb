namespace Ticketing.Core.Catalogue;

public sealed class Film
{
    /// <summary>Short name used in addresses, e.g. <c>dune-part-two</c>.</summary>
    public required string Id { get; init; }

    public required string TitleKo { get; set; }
    public required string TitleEn { get; set; }
    public required string TitleOriginal { get; set; }

    /// <summary>ISO 639-1 code.</summary>
    public required string OriginalLanguage { get; set; }

    public required FilmRating Rating { get; set; }
    public required int RuntimeMinutes { get; set; }
    public required DateOnly ReleasedInKorea { get; set; }

    public const int LongestSynopsis = 1000, LongestName = 100, MostNames = 20, LongestAddress = 500;

    /// <summary>What the film is about, without its end; null while nobody has said it.</summary>
    public string? SynopsisKo { get; set; }
    public string? SynopsisEn { get; set; }

    // The names in both scripts, in the order of the credits.
    public List<string> DirectorsKo { get; set; } = [];
    public List<string> DirectorsEn { get; set; } = [];
    public List<string> CastKo { get; set; } = [];
    public List<string> CastEn { get; set; } = [];

    /// <summary>The trailer's page at somebody else's site, by https; null without one.</summary>
    public string? TrailerUrl { get; set; }

    /// <summary>Whether the rating lets tickets of this kind be sold.</summary>
    public bool Admits(Concession concession) => Rating.Admits(concession);

    /// <param name="language"><c>ko</c> or <c>en</c>.</param>
    public string TitleIn(string language) => language == "ko" ? TitleKo : TitleEn;
}

/// <summary>Korean film rating: the youngest age that may watch alone.</summary>
public enum FilmRating
{
    All = 0,
    Age12 = 12,
    Age15 = 15,
    Age19 = 19,
}

public static class FilmRatings
{
    extension(FilmRating rating)
    {
        /// <summary>A film for adults is for adults: it has no tickets for youth.</summary>
        public bool Admits(Concession concession) => concession != Concession.Youth || rating != FilmRating.Age19;

        /// <summary>The kinds of tickets that are sold.</summary>
        public IEnumerable<Concession> Concessions => Enum.GetValues<Concession>().Where(concession => rating.Admits(concession));
    }
}
