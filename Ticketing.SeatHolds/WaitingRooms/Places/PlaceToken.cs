using System.Buffers.Binary;
using System.Buffers.Text;

namespace Ticketing.SeatHolds.WaitingRooms.Places;

/// <summary>A customer's place in a room, as its signed token says. The token is all that a status poll needs.</summary>
/// <param name="Number">Of the place, as handed out; the position in the order follows from it.</param>
/// <param name="JoinedAt">In whole seconds.</param>
/// <param name="EstimatedSeconds">What the customer was told to expect on joining; null for early comers.</param>
readonly record struct PlaceToken(long RoomId, Guid CustomerId, long Number, DateTimeOffset JoinedAt, int? EstimatedSeconds)
{
    const byte Purpose = (byte)'P';
    const int ContentSize = 1 + 8 + 16 + 8 + 8 + 4;
    const int Size = ContentSize + SigningKeys.SignatureSize;

    public string Write(SigningKeys keys)
    {
        Span<byte> token = stackalloc byte[Size];
        token[0] = Purpose;
        BinaryPrimitives.WriteInt64BigEndian(token[1..], RoomId);
        CustomerId.TryWriteBytes(token[9..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(token[25..], Number);
        BinaryPrimitives.WriteInt64BigEndian(token[33..], JoinedAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt32BigEndian(token[41..], EstimatedSeconds ?? -1);
        keys.Sign(token[..ContentSize], token[ContentSize..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>False for whatever we did not sign.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, SigningKeys keys, out PlaceToken place)
    {
        place = default;
        Span<byte> token = stackalloc byte[Size];
        if (!SignedText.TryDecode(text, token) || token[0] != Purpose || !keys.Verify(token[..ContentSize], token[ContentSize..]))
            return false;

        var estimate = BinaryPrimitives.ReadInt32BigEndian(token[41..]);
        place = new PlaceToken(
            BinaryPrimitives.ReadInt64BigEndian(token[1..]),
            new Guid(token[9..25], bigEndian: true),
            BinaryPrimitives.ReadInt64BigEndian(token[25..]),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(token[33..])),
            estimate < 0 ? null : estimate);
        return true;
    }
}
