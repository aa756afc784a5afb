using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Ticketing.Core.Catalogue;
using Ticketing.Web.Api;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Catalogue;

/// <summary>Films, cinemas and showings, as api has them.</summary>
sealed class CatalogueClient(HttpClient http, ILogger<CatalogueClient> logger)
{
    public async Task<IReadOnlyList<FilmAnswer>> FilmsAsync(CancellationToken ct) =>
        (await http.GetAsync<List<FilmAnswer>>("/api/films", logger, ct)).OrThrow();

    public async Task<IReadOnlyList<CinemaAnswer>> CinemasAsync(CancellationToken ct) =>
        (await http.GetAsync<List<CinemaAnswer>>("/api/cinemas", logger, ct)).OrThrow();

    public async Task<IReadOnlyList<ShowingDayAnswer>> DaysAsync(CancellationToken ct) =>
        (await http.GetAsync<List<ShowingDayAnswer>>("/api/showings/days", logger, ct)).OrThrow();

    /// <param name="date">A <see cref="BusinessDay"/>.</param>
    public async Task<IReadOnlyList<ShowingAnswer>> ShowingsAsync(string? film, string? cinema, DateOnly date, CancellationToken ct)
    {
        var path = QueryHelpers.AddQueryString("/api/showings", new Dictionary<string, string?>
        {
            ["film"] = film,
            ["cinema"] = cinema,
            ["date"] = date.ToString(ShowingDate.Pattern, CultureInfo.InvariantCulture),
        });
        return (await http.GetAsync<List<ShowingAnswer>>(
            path, logger, ct, showings => showings.TrueForAll(showing => showing.FilmId == (film ?? showing.FilmId) && showing.CinemaId == (cinema ?? showing.CinemaId)))).OrThrow();
    }

    /// <summary>A showing with its film, cinema and prices; null if there is none of that id.</summary>
    public async Task<ShowingAnswer?> ShowingAsync(long id, CancellationToken ct) =>
        (await http.GetAsync<ShowingAnswer>(
            string.Create(CultureInfo.InvariantCulture, $"/api/showings/{id}"), logger, ct, showing => showing.Id == id)).OrNull();
}

sealed record FilmAnswer(
    string Id, string TitleKo, string TitleEn, string TitleOriginal, string OriginalLanguage,
    FilmRating Rating, int RuntimeMinutes, DateOnly ReleasedInKorea)
{
    public string Title => Languages.Choose(TitleKo, TitleEn);

    // An api of the release before does not answer with these.
    public string? SynopsisKo { get; init; }
    public string? SynopsisEn { get; init; }
    public IReadOnlyList<string> DirectorsKo { get; init; } = [];
    public IReadOnlyList<string> DirectorsEn { get; init; } = [];
    public IReadOnlyList<string> CastKo { get; init; } = [];
    public IReadOnlyList<string> CastEn { get; init; } = [];
    public string? TrailerUrl { get; init; }

    public string? Synopsis => Languages.Choose(SynopsisKo, SynopsisEn);
    public IReadOnlyList<string> Directors => Languages.Choose(DirectorsKo, DirectorsEn);
    public IReadOnlyList<string> Cast => Languages.Choose(CastKo, CastEn);

    /// <summary>Whether there is more to say about it than its facts.</summary>
    public bool IsDescribed => Synopsis is not null || Directors.Count > 0 || Cast.Count > 0 || Trailer is not null;

    /// <summary>Only what a page may safely link to.</summary>
    public Uri? Trailer => Uri.TryCreate(TrailerUrl, UriKind.Absolute, out var page) && page.Scheme == Uri.UriSchemeHttps ? page : null;
}

sealed record CinemaAnswer(string Id, string NameKo, string NameEn, string CityKo, string CityEn, string TimeZone)
{
    public string Name => Languages.Choose(NameKo, NameEn);
    public string City => Languages.Choose(CityKo, CityEn);

    // Degrees by WGS 84, null where they are not known.
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
}

/// <summary>A film plays at a cinema on a <see cref="BusinessDay"/>.</summary>
/// <param name="SaleOpensAt">When the first of that day's showings goes on sale.</param>
sealed record ShowingDayAnswer(string FilmId, string CinemaId, DateOnly Date, DateTimeOffset SaleOpensAt)
{
    /// <summary>Each once; none in the answer of an api of the release before.</summary>
    public IReadOnlyList<FilmVersionAnswer> Versions { get; init; } = [];
}

sealed record FilmVersionAnswer(AuditoriumFormat Format, string AudioLanguage, string? SubtitleLanguage) : IFilmVersion;

sealed record ShowingAnswer(
    long Id, string FilmId, string CinemaId, string AuditoriumNameKo, string AuditoriumNameEn, AuditoriumFormat Format,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled,
    string AudioLanguage, string? SubtitleLanguage, int SeatCount, long FromPrice) : IFilmVersion
{
    public string Auditorium => Languages.Choose(AuditoriumNameKo, AuditoriumNameEn);

    // Only in lists, and only where they are known.
    public int? SeatsLeft { get; init; }
    public int? WheelchairSpacesLeft { get; init; }

    // Only in the answer about one showing.
    public FilmAnswer? Film { get; init; }
    public CinemaAnswer? Cinema { get; init; }
    public Dictionary<Concession, long> Prices { get; init; } = [];
    public string Currency { get; init; } = "KRW";

    /// <summary>Until when its tickets can be given back; null from the release before this one.</summary>
    public DateTimeOffset? CancellableUntil { get; init; }
}

/// <summary>All that changes rarely; immutable, so that the cache hands out one copy.</summary>
[ImmutableObject(true)]
sealed record Catalogue(
    IReadOnlyDictionary<string, FilmAnswer> Films, IReadOnlyList<CinemaAnswer> Cinemas, IReadOnlyList<ShowingDayAnswer> Days)
{
    public FilmSearch Search { get; } = new(Films.Values);
}

[ImmutableObject(true)]
sealed record ShowingList(IReadOnlyList<ShowingAnswer> Items);
