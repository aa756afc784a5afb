using Ticketing.Core.Catalogue;

namespace Ticketing.Web.Catalogue;

/// <summary>Instants as the wall clock of a cinema shows them.</summary>
static class CinemaClock
{
    public static DateTime Local(this CinemaAnswer cinema, DateTimeOffset instant) =>
        WallClock.At(instant, cinema.TimeZone).DateTime;
}
