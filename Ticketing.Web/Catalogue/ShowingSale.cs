using Ticketing.Web.Pages.Showings;

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
    /// <summary>So few that one large party could take them, or a tenth of a hall.</summary>
    public static bool AreSeatsFew(this ShowingAnswer showing) => showing.SeatsLeft <= Math.Max(ShowingModel.MostSeats, showing.SeatCount / 10);

    public static ShowingSale SaleAt(this ShowingAnswer showing, DateTimeOffset now) => showing switch
    {
        { Cancelled: true } => ShowingSale.Cancelled,
        _ when now >= showing.CutoffAt => ShowingSale.Closed,
        _ when now < showing.SaleOpensAt => ShowingSale.NotYetOpen,
        _ => ShowingSale.Open,
    };
}
