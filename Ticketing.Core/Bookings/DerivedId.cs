using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Core.Bookings;

/// <summary>Ids that come out the same whenever the same thing is made again, so that a repeated step finds its own traces.</summary>
public static class DerivedId
{
    /// <summary>The one booking that a hold can become: the retry of a request whose answer was lost means the same booking.</summary>
    public static Guid OfBooking(long showingId, string holdId) => From($"booking/{showingId}/{holdId}");

    /// <summary>The ticket of a booked seat: the same one, even if it is issued again from the payment's own records.</summary>
    /// <param name="linkVersion">See <see cref="Booking.LinkVersion"/>: whoever has a ticket from another address has another one.</param>
    public static Guid OfTicket(Guid bookingId, int seatIndex, int linkVersion = 0) =>
        From(linkVersion == 0 ? $"ticket/{bookingId:N}/{seatIndex}" : $"ticket/{bookingId:N}/{seatIndex}/{linkVersion}");

    /// <summary>A version 8 UUID (RFC 9562): 122 bits of the name's SHA-256.</summary>
    static Guid From(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        hash[6] = (byte)(hash[6] & 0x0F | 0x80);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
