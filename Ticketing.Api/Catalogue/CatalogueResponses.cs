using Ticketing.Core.Catalogue;

namespace Ticketing.Api.Catalogue;

sealed record FilmResponse(
    string Id, string TitleKo, string TitleEn, string TitleOriginal, string OriginalLanguage,
    FilmRating Rating, int RuntimeMinutes, DateOnly ReleasedInKorea);

sealed record CinemaResponse(string Id, string NameKo, string NameEn, string CityKo, string CityEn, string TimeZone);

/// <summary>A film plays at a cinema on a day of the cinema's calendar.</summary>
/// <param name="SaleOpensAt">When the first of that day's showings goes on sale.</param>
sealed record ShowingDayResponse(string FilmId, string CinemaId, DateOnly Date, DateTimeOffset SaleOpensAt);

/// <summary>Instants are in UTC, prices in whole units of the price plan's currency.</summary>
/// <param name="FromPrice">The cheapest seat for anybody.</param>
record ShowingResponse(
    long Id, string FilmId, string CinemaId, string AuditoriumId, string AuditoriumNameKo, string AuditoriumNameEn, AuditoriumFormat Format,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled,
    string AudioLanguage, string? SubtitleLanguage, int SeatCount, long FromPrice);

/// <summary>A showing with all that its page needs.</summary>
sealed record ShowingDetailsResponse : ShowingResponse
{
    public ShowingDetailsResponse(ShowingResponse showing)
        : base(showing)
    {
    }

    public required FilmResponse Film { get; init; }
    public required CinemaResponse Cinema { get; init; }
    public required IReadOnlyDictionary<Concession, long> Prices { get; init; }

    /// <summary>ISO 4217 code of all prices.</summary>
    public required string Currency { get; init; }
}
