using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Customers;

namespace Ticketing.Core.Seats.Holds;

/// <summary>Seats of a showing kept for one customer until <see cref="ExpiresAt"/>.</summary>
/// <param name="Id">Unguessable, safe in addresses.</param>
/// <param name="Seats">Their places in the layout, ascending.</param>
/// <param name="ExpiresAt">By the clock of Redis; that of the booking once there is one.</param>
/// <param name="RenewableUntil">Renewing never moves <see cref="ExpiresAt"/> beyond this instant: not at all where it is not later, as of a hold that a booking has.</param>
/// <param name="Version">A state of the showing's seats that shows the hold.</param>
public sealed record SeatHold(
    string Id, long ShowingId, IReadOnlyList<int> Seats, DateTimeOffset ExpiresAt, DateTimeOffset RenewableUntil, SeatVersion Version);

/// <summary>
/// A hold's id is <c>key~nonce</c>. Redis finds the hold by the key, which follows from the customer's own idempotency key
/// if there is one, so that a repeated request finds what the first one made without another look-up. The nonce tells a
/// hold from an earlier one with the same key, whose booking may live on.
/// </summary>
public readonly record struct HoldId(string Key, string Nonce)
{
    const int MaxLength = 100;

    const int KeyBytes = 16;
    const int NonceBytes = 6;

    static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-~");

    /// <summary>Whether a text can be one; a dot or a line break, say, would make another path or another log entry of it.</summary>
    public static bool IsGood([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);

    internal static HoldId New(long showingId, Guid customerId, string? idempotencyKey)
    {
        Span<byte> random = stackalloc byte[KeyBytes + NonceBytes];
        RandomNumberGenerator.Fill(random);
        if (idempotencyKey is not null)
        {
            var request = string.Create(CultureInfo.InvariantCulture, $"hold\n{showingId}\n{customerId:N}\n{idempotencyKey}");
            SHA256.HashData(Encoding.UTF8.GetBytes(request)).AsSpan(0, KeyBytes).CopyTo(random);
        }

        return new HoldId(Base64Url.EncodeToString(random[..KeyBytes]), Base64Url.EncodeToString(random[KeyBytes..]));
    }

    public override string ToString() => $"{Key}~{Nonce}";
}

/// <summary>Whose hold it has to be: the customer's, or that of the guest who the customer was until signing in.</summary>
public readonly record struct HoldOwner(Guid CustomerId, Guid? FormerGuestId = null)
{
    public static implicit operator HoldOwner(Guid customerId) => new(customerId);

    public static HoldOwner Of(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return new HoldOwner(customer.Id, customer.FormerGuestId);
    }

    /// <summary>As the scripts take it.</summary>
    internal string Written() => $"{CustomerId:N}{FormerGuestId:N}";
}

/// <summary>Who asks for seats.</summary>
/// <param name="Owner">Whose the hold will be; what the former guest holds counts for the owner's limit.</param>
/// <param name="Network">What the seats count for beside the customer, without spaces; null if they count for none.</param>
/// <param name="ProvenBits">Work that the customer has proven for this hold, in bits (a challenge's answer).</param>
public readonly record struct Asker(HoldOwner Owner, string? Network = null, int ProvenBits = 0);
