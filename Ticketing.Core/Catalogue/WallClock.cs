namespace Ticketing.Core.Catalogue;

/// <summary>What a cinema's clock shows: prices, calendars and tickets follow it, whatever zone the server or the customer is in.</summary>
public static class WallClock
{
    /// <param name="timeZone">IANA name, e.g. <c>Asia/Seoul</c>.</param>
    public static DateTimeOffset At(DateTimeOffset instant, string timeZone) =>
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
}
