using System.Globalization;
using StackExchange.Redis;

namespace Ticketing.Core.Seats;

/// <summary>What a <see cref="ShowingScript"/> answers: a status, how many expired holds it freed, and fields by status.</summary>
readonly struct ShowingAnswer(RedisResult result)
{
    const int FirstField = 2;

    public string Status { get; } = (string)result[0]!;
    public int Freed { get; } = (int)result[1];

    public string Text(int field) => (string)result[FirstField + field]!;

    public DateTimeOffset Instant(int field) => DateTimeOffset.FromUnixTimeMilliseconds((long)result[FirstField + field]);

    public int[] Seats(int field) => [.. Text(field).Split(',').Select(seat => int.Parse(seat, CultureInfo.InvariantCulture))];

    public SeatVersion Version(int field) => SeatVersion.Parse(Text(field), CultureInfo.InvariantCulture);
}
