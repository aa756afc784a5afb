namespace Ticketing.Api.Catalogue;

/// <summary>What a cinema's clock shows: prices and calendars follow it, whatever zone the server or the customer is in.</summary>
static class WallClock
{
    /// <param name="timeZone">IANA name, e.g. <c>Asia/Seoul</c>.</param>
    public static DateTime At(DateTimeOffset instant, string timeZone) =>
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).DateTime;
}
