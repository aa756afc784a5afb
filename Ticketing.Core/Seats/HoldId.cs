using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Core.Seats;

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
