using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Problems;
using Ticketing.SeatHolds.WaitingRooms;

namespace Ticketing.SeatHolds.RateLimiting;

/// <summary>
/// Makes whoever wants more than their share work for it. A challenge is a signed text that is good for one purpose, for two minutes;
/// its answer is the challenge, a dot and a number such that the SHA-256 of all of it begins with so many zero bits. Nothing is kept:
/// what an answer buys, a hold with its key or a customer's place in a room, there is only once.
/// </summary>
sealed class ProofOfWork(SigningKeys keys, TimeProvider clock)
{
    const byte Kind = (byte)'C';
    const int NonceSize = 2;
    const int HeadSize = 1 + 1 + 8 + NonceSize;
    const int Size = HeadSize + SigningKeys.SignatureSize;

    /// <summary>Of an answer: the challenge and a number of up to twenty digits.</summary>
    const int LongestAnswer = 100;

    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public static string ToHold(long showingId, Guid customerId, string idempotencyKey) => $"hold/{showingId}/{customerId:N}/{idempotencyKey}";

    public static string ToJoin(long roomId, Guid customerId) => $"join/{roomId}/{customerId:N}";

    /// <summary>403 <c>challenge_required</c>, with what to work on.</summary>
    public ProblemHttpResult Ask(string purpose, int bits) =>
        Problem.Forbidden("challenge_required", "Much is kept for this network: please answer the challenge, with the same idempotency key.", ("challenge", Write(purpose, bits)), ("bits", bits));

    /// <summary>How many bits of work the answer proves; 0 for no answer or a wrong one.</summary>
    public int ProvenBits(string? answer, string purpose)
    {
        if (answer is null or { Length: > LongestAnswer } || answer.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot))
            return 0;

        Span<byte> challenge = stackalloc byte[Size];
        if (!SignedText.TryDecode(answer.AsSpan(0, dot), challenge) || challenge[0] != Kind
            || !keys.Verify(Signed(challenge[..HeadSize], purpose), challenge[HeadSize..])
            || BinaryPrimitives.ReadInt64BigEndian(challenge[2..]) < clock.GetUtcNow().ToUnixTimeSeconds())
            return 0;

        return ZeroBits(SHA256.HashData(Encoding.UTF8.GetBytes(answer))) >= challenge[1] ? challenge[1] : 0;
    }

    string Write(string purpose, int bits)
    {
        Span<byte> challenge = stackalloc byte[Size];
        challenge[0] = Kind;
        challenge[1] = (byte)bits;
        BinaryPrimitives.WriteInt64BigEndian(challenge[2..], (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        // With it the text fills a block of the hash, which is worked on once.
        RandomNumberGenerator.Fill(challenge[(HeadSize - NonceSize)..HeadSize]);
        keys.Sign(Signed(challenge[..HeadSize], purpose), challenge[HeadSize..]);
        return Base64Url.EncodeToString(challenge);
    }

    static byte[] Signed(ReadOnlySpan<byte> head, string purpose) => [.. head, .. Encoding.UTF8.GetBytes(purpose)];

    static int ZeroBits(ReadOnlySpan<byte> hash) => BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt64BigEndian(hash));
}
