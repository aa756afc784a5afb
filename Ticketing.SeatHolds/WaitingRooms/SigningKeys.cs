using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Ticketing.SeatHolds.WaitingRooms;

/// <summary>
/// Signs places and passes with the current key, and verifies what it or the previous one signed. Each signature names its key,
/// so that a key can be changed while people wait.
/// </summary>
sealed class SigningKeys
{
    /// <summary>In bytes: the key's id, then an HMAC-SHA256.</summary>
    public const int SignatureSize = sizeof(uint) + HMACSHA256.HashSizeInBytes;

    readonly Key current;
    readonly Key? previous;

    public SigningKeys(IOptions<WaitingRoomOptions> options)
    {
        current = new Key(options.Value.Key);
        previous = options.Value.PreviousKey is { Length: > 0 } key ? new Key(key) : null;
    }

    /// <param name="signature">Filled; of <see cref="SignatureSize"/>.</param>
    public void Sign(ReadOnlySpan<byte> content, Span<byte> signature)
    {
        BinaryPrimitives.WriteUInt32BigEndian(signature, current.Id);
        HMACSHA256.HashData(current.Secret, content, signature[sizeof(uint)..]);
    }

    public bool Verify(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        var id = BinaryPrimitives.ReadUInt32BigEndian(signature);
        var key = id == current.Id ? current : id == previous?.Id ? previous : null;
        if (key is null)
            return false;

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Secret, content, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature[sizeof(uint)..]);
    }

    sealed class Key(string secret)
    {
        public byte[] Secret { get; } = Encoding.UTF8.GetBytes(secret);
        public uint Id { get; } = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"key id of {secret}")));
    }
}

static class SignedText
{
    /// <summary>Whether the text is base64url of exactly as many bytes as there is room for.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes) =>
        text.Length == Base64Url.GetEncodedLength(bytes.Length)
        && Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done
        && written == bytes.Length;
}
