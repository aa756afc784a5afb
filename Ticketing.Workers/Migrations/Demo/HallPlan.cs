using Ticketing.Core.Catalogue;

namespace Ticketing.Workers.Migrations.Demo;

/// <summary>
/// A hall drawn as text, the screen above the first line: <c>f</c> a front seat, <c>s</c> a seat, <c>p</c> a prime seat,
/// <c>w</c> a wheelchair place, <c>c</c> its companion's seat, a blank an aisle and an empty line a cross aisle.
/// </summary>
static class HallPlan
{
    /// <summary>The seats of <c>Halls/{name}.txt</c> in layout order.</summary>
    public static IEnumerable<Seat> Read(string name, string auditoriumId)
    {
        using var text = new StreamReader(typeof(HallPlan).Assembly.GetManifestResourceStream($"{name}.txt")!);
        return Parse(text.ReadToEnd(), auditoriumId);
    }

    /// <summary>Letters count the rows, not the lines; numbers count the seats of a row over its aisles.</summary>
    public static IEnumerable<Seat> Parse(string drawing, string auditoriumId)
    {
        var (index, row) = (0, 'A');
        foreach (var (y, line) in drawing.Split('\n').Index())
        {
            var number = 1;
            foreach (var (x, mark) in line.Index().Where(column => column.Item != ' '))
            {
                var (kind, zone) = Meaning(mark);
                yield return new Seat
                {
                    AuditoriumId = auditoriumId,
                    Index = index++,
                    Row = row.ToString(),
                    Number = number++,
                    X = x,
                    Y = y,
                    Kind = kind,
                    Zone = zone,
                };
            }

            if (number > 1)
                row++;
        }
    }

    static (SeatKind, SeatZone) Meaning(char mark) => mark switch
    {
        'f' => (SeatKind.Standard, SeatZone.Front),
        's' => (SeatKind.Standard, SeatZone.Standard),
        'p' => (SeatKind.Standard, SeatZone.Prime),
        'w' => (SeatKind.Wheelchair, SeatZone.Standard),
        'c' => (SeatKind.Companion, SeatZone.Standard),
        _ => throw new FormatException($"'{mark}' is not a seat."),
    };
}
