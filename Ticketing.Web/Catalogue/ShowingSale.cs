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
    public static ShowingSale SaleAt(this ShowingResponse showing, DateTimeOffset now) => showing switch
    {
        { Cancelled: true } => ShowingSale.Cancelled,
        _ when now >= showing.CutoffAt => ShowingSale.Closed,
        _ when now < showing.SaleOpensAt => ShowingSale.NotYetOpen,
        _ => ShowingSale.Open,
    };
}
