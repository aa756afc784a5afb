using Ticketing.Core.Catalogue;

namespace Ticketing.Core.Seats.Loading;

/// <summary>
/// How far a seat is from where most people like to sit: the middle of the line at two thirds of the way back. Measured in
/// quarters of a seat's width, so that it fits a byte; 0 is best.
/// </summary>
static class SeatQuality
{
    const double PreferredDepth = 2.0 / 3;

    /// <summary>A line is deeper than a seat is wide.</summary>
    const double LineDepth = 1.5;

    const int PerSeatWidth = 4;
    const int Worst = 200;

    public static Func<Seat, int> Of(IReadOnlyCollection<Seat> seats)
    {
        if (seats.Count == 0)
            return _ => Worst;

        var (left, right) = (seats.Min(seat => seat.X), seats.Max(seat => seat.X));
        var (front, back) = (seats.Min(seat => seat.Y), seats.Max(seat => seat.Y));
        var (centre, preferred) = ((left + right) / 2.0, front + (back - front) * PreferredDepth);
        return seat =>
        {
            var distance = double.Hypot(seat.X - centre, (seat.Y - preferred) * LineDepth) + ZoneDistance(seat.Zone);
            return Math.Min(Worst, (int)Math.Round(distance * PerSeatWidth));
        };
    }

    /// <summary>What the cinema itself says of a zone, as seats' widths farther away.</summary>
    static double ZoneDistance(SeatZone zone) => zone switch
    {
        SeatZone.Prime => 0,
        SeatZone.Standard => 2,
        _ => 8,
    };
}
