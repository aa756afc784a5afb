using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.Catalogue;

/// <summary>Against the calendars that were printed for 2025 and 2026, and for later years by the moon and the regulations as of 2023.</summary>
public sealed class KoreanHolidaysTests
{
    [Theory]
    [InlineData(2025, "01-01 01-28 01-29 01-30 03-01 03-03 05-05 05-06 06-06 08-15 10-03 10-05 10-06 10-07 10-08 10-09 12-25")]
    [InlineData(2026, "01-01 02-16 02-17 02-18 03-01 03-02 05-05 05-24 05-25 06-06 08-15 08-17 09-24 09-25 09-26 10-03 10-05 10-09 12-25")]
    [InlineData(2027, "01-01 02-06 02-07 02-08 02-09 03-01 05-05 05-13 06-06 08-15 08-16 09-14 09-15 09-16 10-03 10-04 10-09 10-11 12-25 12-27")]
    [InlineData(2028, "01-01 01-26 01-27 01-28 03-01 05-02 05-05 06-06 08-15 10-02 10-03 10-04 10-05 10-09 12-25")]
    public void Of_AYear_IsItsCalendar(int year, string days) =>
        string.Join(' ', KoreanHolidays.Of(year).Select(day => $"{day:MM-dd}")).ShouldBe(days);

    /// <summary>The moon's calendar ends with 2050; the demo goes on.</summary>
    [Theory]
    [InlineData(2050, true)]
    [InlineData(2051, false)]
    [InlineData(9999, false)]
    public void Of_AYearFarAhead_HasTheFixedDaysAtLeast(int year, bool byTheMoonToo)
    {
        var holidays = KoreanHolidays.Of(year);

        holidays.ShouldContain(new DateOnly(year, 10, 9));
        holidays.Count.ShouldBeInRange(byTheMoonToo ? 15 : 8, byTheMoonToo ? 25 : 15);
    }
}
