namespace Ticketing.Contracts;

/// <param name="Id">Short name used in addresses, e.g. <c>dune-part-two</c>.</param>
/// <param name="OriginalLanguage">ISO 639-1 code.</param>
public sealed record FilmResponse(
    string Id, string TitleKo, string TitleEn, string TitleOriginal, string OriginalLanguage,
    FilmRating Rating, int RuntimeMinutes, DateOnly ReleasedInKorea);

/// <summary>Korean film rating: the youngest age that may watch alone.</summary>
public enum FilmRating
{
    All = 0,
    Age12 = 12,
    Age15 = 15,
    Age19 = 19,
}

/// <param name="Id">Short name used in addresses, e.g. <c>seoul-gangnam</c>.</param>
/// <param name="TimeZone">Of its wall clock: a name of the time-zone database.</param>
public sealed record CinemaResponse(string Id, string NameKo, string NameEn, string CityKo, string CityEn, string TimeZone);

/// <summary>A film plays at a cinema on a day of the cinema's calendar.</summary>
/// <param name="SaleOpensAt">When the first of that day's showings goes on sale.</param>
public sealed record ShowingDayResponse(string FilmId, string CinemaId, DateOnly Date, DateTimeOffset SaleOpensAt);

/// <summary>Instants are in UTC, prices in whole units of the price plan's currency.</summary>
/// <param name="CutoffAt">From then on no seat is sold.</param>
/// <param name="AudioLanguage">ISO 639-1 code.</param>
/// <param name="SubtitleLanguage">ISO 639-1 code; null where there are none.</param>
/// <param name="FromPrice">The cheapest seat for anybody.</param>
public record ShowingResponse(
    long Id, string FilmId, string CinemaId, string AuditoriumId, string AuditoriumNameKo, string AuditoriumNameEn, AuditoriumFormat Format,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled,
    string AudioLanguage, string? SubtitleLanguage, int SeatCount, long FromPrice);

/// <summary>A showing with all that its page needs.</summary>
/// <param name="Prices">Of one seat.</param>
/// <param name="Currency">ISO 4217 code of all prices.</param>
public sealed record ShowingDetailsResponse(
    long Id, string FilmId, string CinemaId, string AuditoriumId, string AuditoriumNameKo, string AuditoriumNameEn, AuditoriumFormat Format,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled,
    string AudioLanguage, string? SubtitleLanguage, int SeatCount, long FromPrice,
    FilmResponse Film, CinemaResponse Cinema, IReadOnlyDictionary<Concession, long> Prices, string Currency)
    : ShowingResponse(
        Id, FilmId, CinemaId, AuditoriumId, AuditoriumNameKo, AuditoriumNameEn, Format, StartsAt, EndsAt, SaleOpensAt, CutoffAt, Cancelled,
        AudioLanguage, SubtitleLanguage, SeatCount, FromPrice);

/// <summary>What an auditorium offers beyond a plain screen; decides the surcharge.</summary>
public enum AuditoriumFormat
{
    Standard,
    Imax,
    FourDx,
    ScreenX,
    Recliner,
}

/// <summary>Whom a ticket is for; decides the discount.</summary>
public enum Concession
{
    Adult,
    Youth,
    Senior,
    Disabled,
}
