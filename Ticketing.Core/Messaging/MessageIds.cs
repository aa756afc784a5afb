using System.Buffers.Binary;

namespace Ticketing.Core.Messaging;

/// <summary>Ids of messages begin with the time of their making (RFC 9562, version 7), so the primary key also finds them by time.</summary>
static class MessageIds
{
    /// <summary>Smaller than all ids made at this instant or later, and greater than those made a millisecond before.</summary>
    public static Guid Before(DateTimeOffset instant)
    {
        Span<byte> id = stackalloc byte[16];
        id.Clear();
        BinaryPrimitives.WriteInt64BigEndian(id, instant.ToUnixTimeMilliseconds() << 16);
        id[6] = 0x70;
        id[8] = 0x80;
        return new Guid(id, bigEndian: true);
    }
}
