using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Ticketing.Core.Bookings;

/// <summary>What a customer reads out at the counter.</summary>
public static class BookingReference
{
    public const int Length = 10;

    // No 0 O, 1 I L, 2 Z, 5 S, 8 B, U V: read over a counter or from a crumpled print-out they are mistaken for each other.
    const string Alphabet = "34679ACDEFGHJKMNPQRTWXY";

    static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    /// <summary>Whether a text can be one.</summary>
    public static bool IsGood([NotNullWhen(true)] string? text) => text is { Length: Length } && !text.AsSpan().ContainsAnyExcept(Letters);

    /// <summary>A new reference that cannot be guessed: 45 bits from the system's random source.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);
}
