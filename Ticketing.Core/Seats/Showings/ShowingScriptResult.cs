using System.Globalization;
using StackExchange.Redis;
using Ticketing.Core.Seats.Holds;

namespace Ticketing.Core.Seats.Showings;

/// <summary>What a <see cref="ShowingScript"/> answers: a status, how many expired holds it freed, and fields by status.</summary>
public readonly struct ShowingScriptResult(RedisResult result)
{
    const int FirstField = 2;

    public string Status { get; } = (string)result[0]!;
    public int Freed { get; } = (int)result[1];

    public string Text(int field) => (string)result[FirstField + field]!;

    public int Number(int field) => (int)result[FirstField + field];

    public DateTimeOffset Instant(int field) => DateTimeOffset.FromUnixTimeMilliseconds((long)result[FirstField + field]);

    public int[] Seats(int field)
    {
        var list = Text(field).AsSpan();
        var seats = new int[list.Count(',') + 1];
        var n = 0;
        foreach (var seat in list.Split(','))
            seats[n++] = int.Parse(list[seat], NumberStyles.None, CultureInfo.InvariantCulture);
        return seats;
    }

    /// <summary>The answer <c>held</c>: id, expiry, version, last instant, seats.</summary>
    public SeatHold Hold(long showingId) => new(Text(0), showingId, Seats(4), Instant(1), Instant(3), Version(2));

    public SeatVersion Version(int field) => SeatVersion.Parse(Text(field), CultureInfo.InvariantCulture);
}
