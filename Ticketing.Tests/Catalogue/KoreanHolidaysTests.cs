using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.Catalogue;

/// <summary>Against the calendars that were printed for those years.</summary>
public sealed class KoreanHolidaysTests
{
    [Theory]
    [InlineData(2025, "01-01 01-28 01-29 01-30 03-01 03-03 05-05 05-06 06-06 08-15 10-03 10-05 10-06 10-07 10-08 10-09 12-25")]
    [InlineData(2026, "01-01 02-16 02-17 02-18 03-01 03-02 05-05 05-24 05-25 06-06 08-15 08-17 09-24 09-25 09-26 10-03 10-05 10-09 12-25")]
    public void Of_AYear_IsItsCalendar(int year, string days) =>
        string.Join(' ', KoreanHolidays.Of(year).Select(day => $"{day:MM-dd}")).ShouldBe(days);
}
