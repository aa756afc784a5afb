using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Ticketing.Core.Requests;

namespace Ticketing.Core.Bookings;

/// <summary>
/// The links of mails, which open one booking without an account: <c>{key id}.{payload}.{signature}</c>. The payload is the booking's id,
/// the link's end in Unix seconds and, above 0, the booking's <see cref="Booking.LinkVersion"/>; the signature (HMAC-SHA256) covers
/// everything before the last dot, and what the link is for where it is not to open a booking. All base64url.
/// </summary>
public sealed class BookingLinks
{
    const int PayloadLength = 16 + sizeof(long);
    const int VersionedPayloadLength = PayloadLength + sizeof(int);

    /// <summary>Signed with nothing before it, as it always was.</summary>
    const string ToOpen = "";

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
        return new Uri(publicUrl, $"/bookings/{booking.Reference}?link={Sign(booking.Id, endsAt, booking.LinkVersion)}");
    }

    /// <summary>The address to print in a mail to one end of a change.</summary>
    /// <param name="publicUrl">Where customers see the site.</param>
    public Uri PageOf(Uri publicUrl, AddressChange change, AddressLink which)
    {
        ArgumentNullException.ThrowIfNull(change);
        // No later than the last instant at which it may do something; the change itself knows better.
        var endsAt = change.CreatedAt + AddressChange.ConfirmableFor + (which == AddressLink.Stop ? AddressChange.StoppableFor : TimeSpan.Zero);
        return new Uri(publicUrl, $"/bookings/address/{NameOf(which)}?link={Sign(PurposeOf(which), change.Id, endsAt, version: 0)}");
    }

    /// <summary>The change that a link is about, or null unless one of our keys signed it for this and it has not ended.</summary>
    public Guid? Verify(AddressLink which, string? link) => Verify(PurposeOf(which), link)?.BookingId;

    static string NameOf(AddressLink which) => which == AddressLink.Confirm ? "confirm" : "stop";

    /// <summary>Ends with what is in no link, so that none can be read as another.</summary>
    static string PurposeOf(AddressLink which) => $"address/{NameOf(which)}:";

    /// <param name="version">The booking's, without which the link opens nothing.</param>
    public string Sign(Guid bookingId, DateTimeOffset endsAt, int version = 0) => Sign(ToOpen, bookingId, endsAt, version);

    /// <summary>The booking that a link opens, or null unless one of our keys signed it and it has not ended.</summary>
    public BookingLink? Verify(string? link) => Verify(ToOpen, link);

    string Sign(string purpose, Guid id, DateTimeOffset endsAt, int version)
    {
        var payload = new byte[version > 0 ? VersionedPayloadLength : PayloadLength];
        id.TryWriteBytes(payload, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(16), endsAt.ToUnixTimeSeconds());
        if (version > 0)
            BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(PayloadLength), version);
        var signed = $"{keys[0].Id}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(keys[0].Sign(purpose + signed))}";
    }

    BookingLink? Verify(string purpose, string? link)
    {
        if (!OpaqueToken.IsGood(link) || link.Split('.') is not [var keyId, var written, var signature]
            || !Base64Url.IsValid(written, out var length) || length is not (PayloadLength or VersionedPayloadLength) || !Base64Url.IsValid(signature)
            || keys.FirstOrDefault(key => key.Id == keyId) is not { } known
            || !CryptographicOperations.FixedTimeEquals(known.Sign($"{purpose}{keyId}.{written}"), Base64Url.DecodeFromChars(signature)))
            return null;

        var payload = Base64Url.DecodeFromChars(written);
        if (clock.GetUtcNow().ToUnixTimeSeconds() >= BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(16)))
            return null;

        var version = length == VersionedPayloadLength ? BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(PayloadLength)) : 0;
        return new BookingLink(new Guid(payload.AsSpan(0, 16), bigEndian: true), version);
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

/// <summary>What a mail's link says: which booking it opens, as long as that has the version.</summary>
public sealed record BookingLink(Guid BookingId, int Version);

/// <summary>The section <c>BookingLinks</c>.</summary>
sealed class BookingLinkOptions : IValidatableObject
{
    const int MinimumKeyBytes = 32;

    /// <summary>Signs the links of mails; at least 32 bytes in UTF-8.</summary>
    public string Key { get; init; } = "";

    /// <summary>Keys that signed before; their links go on working.</summary>
    public IReadOnlyList<string> PreviousKeys { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PreviousKeys.Prepend(Key).Any(key => Encoding.UTF8.GetByteCount(key) < MinimumKeyBytes))
            yield return new ValidationResult($"BookingLinks:Key and each of BookingLinks:PreviousKeys must have at least {MinimumKeyBytes} bytes.");
    }
}

public static class BookingLinkExtensions
{
    /// <summary>Adds <see cref="BookingLinks"/>. The host does not start without a good <c>BookingLinks:Key</c>.</summary>
    public static void AddBookingLinks(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<BookingLinkOptions>().BindConfiguration("BookingLinks").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => new BookingLinks(
            services.GetRequiredService<IOptions<BookingLinkOptions>>(), services.GetRequiredService<TimeProvider>()));
    }
}

/// <summary>In which a client shows the link of a booking's mail; not in the address, which is logged.</summary>
public static class BookingLinkHeader
{
    public const string Name = "Booking-Link";
}
