using System.Globalization;

namespace Ticketing.Workers.Migrations.Demo;

/// <summary>
/// Public holidays by the Regulations on Holidays of Government Offices as of 2023.
/// Holidays that are proclaimed for one year (elections, bridge days) are not known here, nor those by the moon after 2050, where
/// .NET's calendar ends.
/// </summary>
static class KoreanHolidays
{
    static readonly KoreanLunisolarCalendar Lunar = new();

    /// <summary>The year's holidays and their substitutes, in order.</summary>
    public static IReadOnlyCollection<DateOnly> Of(int year)
    {
        var holidays = new SortedSet<DateOnly> { new(year, 1, 1), new(year, 6, 6) };
        DateOnly[] single =
        [
            new(year, 3, 1), new(year, 5, 5), .. LunarDay(year, 4, 8), new(year, 8, 15), new(year, 10, 3), new(year, 10, 9), new(year, 12, 25),
        ];
        DateOnly[] triple = [.. LunarDay(year, 1, 1).SelectMany(Around), .. LunarDay(year, 8, 15).SelectMany(Around)];

        // A single day that falls on a weekend or on another holiday is given back, a day of the two great feasts
        // only for a Sunday or another holiday.
        var lost = new List<DateOnly>();
        foreach (var (day, isLost) in single.Select(day => (day, IsWeekend(day))).Concat(triple.Select(day => (day, day.DayOfWeek == DayOfWeek.Sunday))))
        {
            if (!holidays.Add(day) || isLost)
                lost.Add(day);
        }

        foreach (var day in lost.Order())
            holidays.Add(NextWorkingDay(day, holidays));

        return holidays;
    }

    static DateOnly NextWorkingDay(DateOnly day, SortedSet<DateOnly> holidays)
    {
        while (IsWeekend(day) || holidays.Contains(day))
            day = day.AddDays(1);

        return day;
    }

    static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    static DateOnly[] Around(DateOnly day) => [day.AddDays(-1), day, day.AddDays(1)];

    static DateOnly[] LunarDay(int year, int month, int day)
    {
        if (year >= Lunar.MaxSupportedDateTime.Year)
            return [];

        // The calendar counts a leap month as a month of its own.
        var leap = Lunar.GetLeapMonth(year);
        return [DateOnly.FromDateTime(Lunar.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0))];
    }
}
