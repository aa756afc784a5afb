using System.Buffers.Binary;
using System.Buffers.Text;
using Ticketing.Core.WaitingRooms;

namespace Ticketing.SeatHolds.WaitingRooms.Passes;

/// <summary>What lets one customer through one room for as long as a lease lasts.</summary>
/// <param name="ExpiresAt">In whole seconds.</param>
readonly record struct Pass(long RoomId, Guid CustomerId, Guid LeaseId, DateTimeOffset ExpiresAt)
{
    const byte Purpose = (byte)'L';
    const int ContentSize = 1 + 8 + 16 + 16 + 8;
    const int Size = ContentSize + SigningKeys.SignatureSize;

    public string Write(SigningKeys keys)
    {
        Span<byte> pass = stackalloc byte[Size];
        pass[0] = Purpose;
        BinaryPrimitives.WriteInt64BigEndian(pass[1..], RoomId);
        CustomerId.TryWriteBytes(pass[9..], bigEndian: true, out _);
        LeaseId.TryWriteBytes(pass[25..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(pass[41..], ExpiresAt.ToUnixTimeSeconds());
        keys.Sign(pass[..ContentSize], pass[ContentSize..]);
        return Base64Url.EncodeToString(pass);
    }

    /// <summary>False for whatever we did not sign; says nothing of whether it has expired.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, SigningKeys keys, out Pass pass)
    {
        pass = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (!SignedText.TryDecode(text, bytes) || bytes[0] != Purpose || !keys.Verify(bytes[..ContentSize], bytes[ContentSize..]))
            return false;

        pass = new Pass(
            BinaryPrimitives.ReadInt64BigEndian(bytes[1..]),
            new Guid(bytes[9..25], bigEndian: true),
            new Guid(bytes[25..41], bigEndian: true),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes[41..])));
        return true;
    }

    /// <summary>The pass that a request brings for a room: by header, or by cookie as browsers do.</summary>
    public static bool TryRead(HttpRequest request, long roomId, SigningKeys keys, out Pass pass)
    {
        var header = request.Headers[WaitingRoomPass.Header];
        return TryRead(header.Count > 0 ? header[0] : request.Cookies[WaitingRoomPass.CookieOf(roomId)], keys, out pass);
    }
}
