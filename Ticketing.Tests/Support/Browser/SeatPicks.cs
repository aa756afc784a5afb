using System.Globalization;

namespace Ticketing.Tests.Support.Browser;

static class SeatPicks
{
    /// <summary>Two neighbours at an end of what is free in some row, so that nobody is left alone. Other tests buy in the same hall, which may be small.</summary>
    /// <param name="free">Seats as pages call them, e.g. <c>C12</c>.</param>
    public static (string First, string Second) TwoAtAnEnd(IEnumerable<string> free)
    {
        var labels = free.ToHashSet();
        var ends = labels.Select(label => (Row: label.TrimEnd("0123456789".ToCharArray()), Label: label))
            .Select(seat => (seat.Row, Number: int.Parse(seat.Label[seat.Row.Length..], CultureInfo.InvariantCulture)))
            .Where(seat => !IsFree(seat, -1) && IsFree(seat, 1) && (!IsFree(seat, 2) || IsFree(seat, 3)))
            .ToList();
        var (row, number) = ends[Random.Shared.Next(ends.Count)];
        return ($"{row}{number}", $"{row}{number + 1}");

        bool IsFree((string Row, int Number) seat, int further) => labels.Contains($"{seat.Row}{seat.Number + further}");
    }
}
