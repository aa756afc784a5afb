using Ticketing.Core.Catalogue;

namespace Ticketing.Web.Catalogue;

/// <summary>Whether tickets of a showing can be bought.</summary>
enum ShowingSale
{
    NotYetOpen,
    Open,
    Closed,
    Cancelled,
}

static class ShowingSales
{
    public static ShowingSale SaleAt(this ShowingAnswer showing, DateTimeOffset now) => showing switch
    {
        { Cancelled: true } => ShowingSale.Cancelled,
        _ when now >= showing.CutoffAt => ShowingSale.Closed,
        _ when now < showing.SaleOpensAt => ShowingSale.NotYetOpen,
        _ => ShowingSale.Open,
    };
}

/// <summary>Instants as the wall clock of a cinema shows them.</summary>
static class CinemaClock
{
    public static DateTime Local(this CinemaAnswer cinema, DateTimeOffset instant) =>
        WallClock.At(instant, cinema.TimeZone).DateTime;

    public static DateOnly Today(this CinemaAnswer cinema, TimeProvider clock) => DateOnly.FromDateTime(cinema.Local(clock.GetUtcNow()));
}
