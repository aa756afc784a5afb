using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Ticketing.SeatHolds.WaitingRooms.Places;

/// <summary>
/// The order of the early comers: a permutation of [0, count) that follows from a secret seed. Any replica computes any place of
/// it in under a microsecond, and nobody stores it. A Feistel network permutes the smallest domain of 4^n numbers that holds all;
/// who lands beyond the count walks on until inside, which keeps it a permutation.
/// </summary>
/// <remarks>
/// That nobody can know the order before the opening comes from the seed, which is drawn then. The rounds only have to mix well:
/// they are cheap, since every status poll of an early comer runs them.
/// </remarks>
public sealed class PlaceOrder
{
    const int Rounds = 10;

    /// <summary>Smaller domains have too few different networks to be fair.</summary>
    const int LeastHalfBits = 4;

    readonly ulong[] keys = new ulong[Rounds];
    readonly ulong count;
    readonly int halfBits;
    readonly ulong halfMask;

    /// <param name="seed">At least 16 random bytes.</param>
    /// <param name="count">How many numbers are permuted.</param>
    public PlaceOrder(ReadOnlySpan<byte> seed, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seed.Length, 16);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        this.count = (ulong)count;
        halfBits = LeastHalfBits;
        while (1UL << (2 * halfBits) < this.count)
            halfBits++;
        halfMask = (1UL << halfBits) - 1;

        Span<byte> material = stackalloc byte[Rounds * sizeof(ulong)];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, seed, material, salt: [], info: "early comers"u8);
        for (var round = 0; round < Rounds; round++)
            keys[round] = BinaryPrimitives.ReadUInt64LittleEndian(material[(round * sizeof(ulong))..]);
    }

    /// <summary>Where in the order the place with this number is.</summary>
    public long PositionOf(long number)
    {
        var value = Checked(number);
        do
            value = Forward(value);
        while (value >= count);
        return (long)value;
    }

    /// <summary>The number of the place at this position.</summary>
    public long NumberAt(long position)
    {
        var value = Checked(position);
        do
            value = Backward(value);
        while (value >= count);
        return (long)value;
    }

    ulong Forward(ulong value)
    {
        var (left, right) = (value >> halfBits, value & halfMask);
        for (var round = 0; round < Rounds; round++)
            (left, right) = (right, left ^ Mix(right, keys[round]));
        return left << halfBits | right;
    }

    ulong Backward(ulong value)
    {
        var (left, right) = (value >> halfBits, value & halfMask);
        for (var round = Rounds - 1; round >= 0; round--)
            (left, right) = (right ^ Mix(left, keys[round]), left);
        return left << halfBits | right;
    }

    /// <summary>Every bit of the result depends on every bit of both (two multiplications with folding between).</summary>
    ulong Mix(ulong half, ulong key)
    {
        var mixed = half + key;
        mixed = (mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93UL;
        mixed = (mixed ^ mixed >> 29 ^ key) * 0xA0761D6478BD642FUL;
        return (mixed ^ mixed >> 31) & halfMask;
    }

    ulong Checked(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)value, count, nameof(value));
        return (ulong)value;
    }
}
