using System.Globalization;

namespace Ticketing.Core.Catalogue;

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
