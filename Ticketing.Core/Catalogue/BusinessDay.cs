using System.Globalization;

namespace Ticketing.Core.Catalogue;

/// <summary>A cinema's day runs from 05:00 to 05:00: a late show after midnight belongs to the evening before.</summary>
public static class BusinessDay
{
    static readonly TimeSpan Begin = TimeSpan.FromHours(5);

    /// <param name="wallClock">What the cinema's clock shows.</param>
    public static DateOnly Of(DateTime wallClock) => DateOnly.FromDateTime(wallClock - Begin);

    /// <summary>Hour of the business day as timetables print it: 24 is midnight.</summary>
    public static int HourOf(DateTime wallClock) => (wallClock - Begin).Hour + Begin.Hours;
}

/// <summary>The days that showings can be asked for: far enough from the ends of all calendars that every zone's clock can tell their hours.</summary>
public static class ShowingDate
{
    public const string Pattern = "yyyy-MM-dd";

    const int FirstYear = 2000;
    const int LastYear = 2999;

    public static bool TryParse(string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text, Pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out date) && Contain(date.Year);

    /// <summary>Whether an instant is of such a day.</summary>
    public static bool Contain(DateTimeOffset instant) => Contain(instant.UtcDateTime.Year);

    static bool Contain(int year) => year is >= FirstYear and <= LastYear;
}

/// <summary>What a cinema's clock shows: prices, calendars and tickets follow it, whatever zone the server or the customer is in.</summary>
public static class WallClock
{
    /// <param name="timeZone">IANA name, e.g. <c>Asia/Seoul</c>.</param>
    public static DateTimeOffset At(DateTimeOffset instant, string timeZone) =>
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
}
