using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Catalogue;
using Ticketing.Web.Catalogue;

namespace Ticketing.Web.Localization;

/// <summary>The catalogue's facts in the page's language.</summary>
sealed class Words(IStringLocalizer<Texts> text)
{
    static readonly TimeZoneInfo Korea = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");

    public string Rating(FilmRating rating) => text[$"Rating.{rating}"];

    public string Format(AuditoriumFormat format) => text[$"Format.{format}"];

    public string Concession(Concession concession) => text[$"Concession.{concession}"];

    public string Runtime(FilmAnswer film) => text["Film.Runtime", film.RuntimeMinutes];

    public string Released(FilmAnswer film) => film.ReleasedInKorea.ToString(text["Pattern.Day"], CultureInfo.CurrentCulture);

    /// <summary>When it comes, and from when it is sold.</summary>
    public string Coming(ComingFilm film, DateTimeOffset now)
    {
        var release = LongDate(film.Film.ReleasedInKorea.ToDateTime(TimeOnly.MinValue));
        return film switch
        {
            { SaleOpens: { } opens } when !film.IsOnSale(now) => text["Home.SaleOpens", DateAndTime(opens)],
            { SaleOpens: not null } => text["Home.InAdvance", release],
            _ => text["Home.Releases", release],
        };
    }

    /// <summary>What is spoken and what is read, e.g. "English, Korean subtitles".</summary>
    public string Sound(ShowingAnswer showing) => showing.SubtitleLanguage is { } subtitles
        ? text["Showing.Subtitled", Language(showing.AudioLanguage), Language(subtitles)]
        : text["Showing.Spoken", Language(showing.AudioLanguage)];

    /// <summary>How many seats are left; null where that is not known.</summary>
    public string? SeatsLeft(ShowingAnswer showing) => showing switch
    {
        { SeatsLeft: 0, WheelchairSpacesLeft: > 0 } => text["Showing.OnlySpacesLeft"].Value,
        { SeatsLeft: 0 } => text["Showing.SoldOut"].Value,
        { SeatsLeft: { } left } => text[showing.AreSeatsFew() ? "Showing.FewLeft" : "Showing.Left", left].Value,
        _ => null,
    };

    /// <summary>As js/price.js, mails and the payment page write it.</summary>
    /// <param name="amount">Whole units of <paramref name="currency"/>.</param>
    public static string Price(long amount, string currency)
    {
        var number = amount.ToString("N0", CultureInfo.InvariantCulture);
        return currency != "KRW" ? $"{currency} {number}" : Languages.Choose($"{number}원", $"₩{number}");
    }

    public string Date(DateTime day) => day.ToString(text["Pattern.Date"], CultureInfo.CurrentCulture);

    /// <summary>With its weekday and year in full.</summary>
    public string LongDate(DateTime day) => day.ToString(text["Pattern.LongDate"], CultureInfo.CurrentCulture);

    public string DateAndTime(DateTime time) => time.ToString(text["Pattern.DateAndTime"], CultureInfo.CurrentCulture);

    /// <summary>Of what happened at no cinema: in Korea's time, and says so.</summary>
    public string SiteTime(DateTimeOffset instant) => text["Pattern.SiteTime", DateAndTime(InKorea(instant))];

    /// <summary>The same with the year, for what people keep.</summary>
    public string SiteTimeAndYear(DateTimeOffset instant) => text["Pattern.SiteTime", InKorea(instant).ToString(text["Pattern.DayAndTime"], CultureInfo.CurrentCulture)];

    public static string Time(DateTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    static DateTime InKorea(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Korea).DateTime;

    string Language(string code)
    {
        var name = text[$"Language.{code}"];
        return name.ResourceNotFound ? code.ToUpperInvariant() : name;
    }
}

/// <summary>What pages say: Texts.resx (Korean) and Texts.en.resx.</summary>
sealed class Texts;
