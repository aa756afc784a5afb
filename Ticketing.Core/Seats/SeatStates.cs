namespace Ticketing.Core.Seats;

/// <summary>All seats of a showing at one instant.</summary>
/// <param name="States">
/// One letter per seat in layout order: <c>a</c> available, <c>h</c> held, <c>s</c> sold or booked, <c>x</c> not for sale.
/// </param>
public sealed record SeatStates(
    SeatVersion Version, string States, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled)
{
    /// <summary>A stored state as everybody may see it: whether a booking is paid yet is nobody's business but its owner's.</summary>
    internal static char Public(char stored) => stored == 'p' ? 's' : stored;
}
