using System.Globalization;

namespace Ticketing.Tests.Support.Browser;

static class SeatPicks
{
    /// <summary>
    /// The first two of what is free in some row, next to which nobody can be left alone. Other tests buy from the same rows, two by two
    /// from their beginnings.
    /// </summary>
    /// <param name="labels">As pages call the seats that are free, e.g. <c>C12</c>.</param>
    public static (string First, string Second) TwoAtAnEnd(IEnumerable<string> labels)
    {
        var ends = labels.Select(label => (Row: label.TrimEnd("0123456789".ToCharArray()), Label: label))
            .GroupBy(seat => seat.Row, seat => int.Parse(seat.Label[seat.Row.Length..], CultureInfo.InvariantCulture))
            .Select(row => (Row: row.Key, First: row.Min(), Numbers: row.ToHashSet()))
            .Where(row => int.IsOddInteger(row.First) && row.Numbers.Contains(row.First + 1) && (!row.Numbers.Contains(row.First + 2) || row.Numbers.Contains(row.First + 3)))
            .ToArray();
        var (row, first, _) = ends[Random.Shared.Next(ends.Length)];
        return ($"{row}{first}", $"{row}{first + 1}");
    }
}
