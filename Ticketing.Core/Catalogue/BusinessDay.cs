namespace Ticketing.Core.Catalogue;

/// <summary>A cinema's day runs from 05:00 to 05:00: a late show after midnight belongs to the evening before.</summary>
public static class BusinessDay
{
    /// <summary>After midnight.</summary>
    public static readonly TimeSpan Begin = TimeSpan.FromHours(5);

    /// <param name="wallClock">What the cinema's clock shows.</param>
    public static DateOnly Of(DateTime wallClock) => DateOnly.FromDateTime(wallClock - Begin);

    /// <summary>Whether the calendar shows the day after already.</summary>
    /// <param name="wallClock">What the cinema's clock shows.</param>
    public static bool IsAfterMidnight(DateTime wallClock) => Of(wallClock) < DateOnly.FromDateTime(wallClock);

    /// <summary>Hour of the business day as timetables print it: 24 is midnight.</summary>
    public static int HourOf(DateTime wallClock) => (wallClock - Begin).Hour + Begin.Hours;
}
