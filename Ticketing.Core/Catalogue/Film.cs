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

    /// <summary>Whether the rating lets tickets of this kind be sold.</summary>
    public bool Admits(Concession concession) => Rating.Admits(concession);

    /// <param name="language"><c>ko</c> or <c>en</c>.</param>
    public string TitleIn(string language) => language == "ko" ? TitleKo : TitleEn;
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
