using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Ticketing.Core.Requests;

namespace Ticketing.Core.Bookings;

/// <summary>
/// The links of mails, which open one booking without an account: <c>{key id}.{payload}.{signature}</c>. The payload is the booking's id
/// and the link's end in Unix seconds; the signature (HMAC-SHA256) covers everything before the last dot. All base64url.
/// </summary>
public sealed class BookingLinks
{
    const int PayloadLength = 16 + sizeof(long);

    readonly TimeProvider clock;
    readonly IReadOnlyList<SigningKey> keys;

    internal BookingLinks(IOptions<BookingLinkOptions> options, TimeProvider clock)
    {
        this.clock = clock;
        keys = [.. options.Value.PreviousKeys.Prepend(options.Value.Key).Select(SigningKey.Of)];
    }

    /// <summary>The address to print in a mail.</summary>
    /// <param name="publicUrl">Where customers see the site.</param>
    /// <param name="endsAt">From then on the link opens nothing.</param>
    public Uri PageOf(Uri publicUrl, Booking booking, DateTimeOffset endsAt)
    {
        ArgumentNullException.ThrowIfNull(booking);
        return new Uri(publicUrl, $"/bookings/{booking.Reference}?link={Sign(booking.Id, endsAt)}");
    }

    public string Sign(Guid bookingId, DateTimeOffset endsAt)
    {
        var payload = new byte[PayloadLength];
        bookingId.TryWriteBytes(payload, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(16), endsAt.ToUnixTimeSeconds());
        var signed = $"{keys[0].Id}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(keys[0].Sign(signed))}";
    }

    /// <summary>The booking that a link opens, or null unless one of our keys signed it and it has not ended.</summary>
    public Guid? Verify(string? link)
    {
        if (!OpaqueToken.IsGood(link) || link.Split('.') is not [var keyId, var written, var signature]
            || !Base64Url.IsValid(written, out var length) || length != PayloadLength || !Base64Url.IsValid(signature)
            || keys.FirstOrDefault(key => key.Id == keyId) is not { } known
            || !CryptographicOperations.FixedTimeEquals(known.Sign($"{keyId}.{written}"), Base64Url.DecodeFromChars(signature)))
            return null;

        var payload = Base64Url.DecodeFromChars(written);
        var endsAt = BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(16));
        return clock.GetUtcNow().ToUnixTimeSeconds() < endsAt ? new Guid(payload.AsSpan(0, 16), bigEndian: true) : null;
    }

    /// <param name="Id">First 8 hexadecimal digits of the key's SHA-256: says which key signed, and nothing of the key.</param>
    sealed record SigningKey(string Id, byte[] Bytes)
    {
        public static SigningKey Of(string key)
        {
            var bytes = Encoding.UTF8.GetBytes(key);
            return new SigningKey(Convert.ToHexStringLower(SHA256.HashData(bytes))[..8], bytes);
        }

        public byte[] Sign(string text) => HMACSHA256.HashData(Bytes, Encoding.ASCII.GetBytes(text));
    }
}
