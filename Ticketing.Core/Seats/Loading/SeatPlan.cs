using Ticketing.Core.Catalogue;

namespace Ticketing.Core.Seats.Loading;

/// <summary>What scripts know of an auditorium: one byte per place in the layout, as <c>Showing.lua</c> describes them.</summary>
sealed record SeatPlan(byte[] States, byte[] Layout, byte[] Quality, byte[] Lines, byte[] Columns, byte[] Zones)
{
    /// <summary>So that small numbers are letters to people who look into Redis.</summary>
    const int Zero = 32;

    public static SeatPlan Of(IReadOnlyCollection<Seat> seats)
    {
        var places = seats.Select(seat => seat.Index + 1).DefaultIfEmpty().Max();
        var quality = SeatQuality.Of(seats);
        var blocks = BlocksOf(seats);
        return new SeatPlan(
            // A place in the layout without a seat is not for sale.
            Bytes('x', seats.Select(seat => (seat.Index, (int)'a'))),
            Bytes('S', blocks.SelectMany(MarksOf)),
            Bytes(Zero, seats.Select(seat => (seat.Index, Zero + quality(seat)))),
            Bytes(Zero, seats.Select(seat => (seat.Index, Zero + seat.Y))),
            Bytes(Zero, seats.Select(seat => (seat.Index, Zero + seat.X))),
            Bytes('x', seats.Select(seat => (seat.Index, (int)Letter(seat.Zone)))));

        byte[] Bytes(int otherwise, IEnumerable<(int Place, int Value)> values)
        {
            var bytes = new byte[places];
            Array.Fill(bytes, (byte)otherwise);
            foreach (var (place, value) in values)
                bytes[place] = (byte)Math.Clamp(value, 0, byte.MaxValue);
            return bytes;
        }
    }

    public static char Letter(SeatZone zone) => zone switch
    {
        SeatZone.Front => 'f',
        SeatZone.Prime => 'p',
        _ => 's',
    };

    /// <summary>Seats side by side, with neither an aisle nor a row's end between them.</summary>
    static List<List<Seat>> BlocksOf(IEnumerable<Seat> seats)
    {
        var blocks = new List<List<Seat>>();
        foreach (var seat in seats.OrderBy(seat => seat.Index))
        {
            if (blocks is [.., [.., var left]] && left.Index == seat.Index - 1 && left.Y == seat.Y && left.X == seat.X - 1)
                blocks[^1].Add(seat);
            else
                blocks.Add([seat]);
        }

        return blocks;
    }

    static IEnumerable<(int Place, int Mark)> MarksOf(List<Seat> block) =>
        block.Select((seat, n) => (seat.Index, (int)(n == 0 ? char.ToUpperInvariant(MarkOf(block, n)) : MarkOf(block, n))));

    static char MarkOf(List<Seat> block, int n) => block[n].Kind switch
    {
        SeatKind.Wheelchair => 'w',
        SeatKind.Companion => CompanionMark(Distance(block.Take(n).Reverse()), Distance(block.Skip(n + 1))),
        _ => 's',
    };

    /// <summary>A companion belongs to the nearest wheelchair space; a seat that is near none is like any other.</summary>
    static char CompanionMark(int? left, int? right) =>
        left is null && right is null ? 's' : (left ?? int.MaxValue) <= (right ?? int.MaxValue) ? 'l' : 'r';

    /// <summary>How many companions sit before the first wheelchair space; null if something else, or nothing, comes first.</summary>
    static int? Distance(IEnumerable<Seat> neighbours)
    {
        var companions = 0;
        foreach (var neighbour in neighbours)
        {
            if (neighbour.Kind == SeatKind.Wheelchair)
                return companions;
            if (neighbour.Kind != SeatKind.Companion)
                break;
            companions++;
        }

        return null;
    }
}
