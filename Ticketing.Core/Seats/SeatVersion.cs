using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Ticketing.Core.Seats;

/// <summary>
/// Which state of a showing's seats something speaks of, written <c>generation.sequence</c>. The sequence counts changes;
/// the generation grows whenever the showing is built anew from PostgreSQL.
/// </summary>
public readonly record struct SeatVersion(long Generation, long Sequence) : IComparable<SeatVersion>, IParsable<SeatVersion>
{
    public int CompareTo(SeatVersion other) =>
        Generation != other.Generation ? Generation.CompareTo(other.Generation) : Sequence.CompareTo(other.Sequence);

    public static bool operator <(SeatVersion left, SeatVersion right) => left.CompareTo(right) < 0;
    public static bool operator >(SeatVersion left, SeatVersion right) => left.CompareTo(right) > 0;
    public static bool operator <=(SeatVersion left, SeatVersion right) => left.CompareTo(right) <= 0;
    public static bool operator >=(SeatVersion left, SeatVersion right) => left.CompareTo(right) >= 0;

    public static SeatVersion Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var version) ? version : throw new FormatException($"'{s}' is not a version of seats.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SeatVersion result)
    {
        var text = s.AsSpan();
        var dot = text.IndexOf('.');
        if (dot > 0
            && long.TryParse(text[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            && long.TryParse(text[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            result = new SeatVersion(generation, sequence);
            return true;
        }

        result = default;
        return false;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Generation}.{Sequence}");
}
