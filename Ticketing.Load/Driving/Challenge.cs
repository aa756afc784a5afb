using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Load.Driving;

/// <summary>Work that seat-holds asks for.</summary>
sealed record Challenge(string Text, int Bits)
{
    /// <summary>With the machine's own SHA-256, which is much faster than a page's.</summary>
    public string Answer()
    {
        Span<byte> answer = stackalloc byte[Text.Length + 21];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Encoding.ASCII.GetBytes(Text, answer);
        answer[Text.Length] = (byte)'.';
        for (var number = 0L; ; number++)
        {
            number.TryFormat(answer[(Text.Length + 1)..], out var digits, provider: CultureInfo.InvariantCulture);
            var whole = answer[..(Text.Length + 1 + digits)];
            SHA256.HashData(whole, hash);
            if (BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt64BigEndian(hash)) >= Bits)
                return Encoding.ASCII.GetString(whole);
        }
    }
}
