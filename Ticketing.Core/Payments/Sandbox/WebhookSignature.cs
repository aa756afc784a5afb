using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Core.Payments;

/// <summary>
/// The provider's proof that a webhook is its own and fresh: <c>t={unix seconds},v1={hex}</c>, where v1 is the
/// HMAC-SHA256 of <c>{t}.{body}</c>. During a change of keys there is a v1 for each.
/// </summary>
public static class WebhookSignature
{
    public const string Header = "Sandbox-Signature";

    /// <summary>An older notification might be a recorded one, played again.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static bool IsValid(string? header, ReadOnlySpan<byte> body, byte[] key, DateTimeOffset now)
    {
        var fields = (header ?? "").Split(',', StringSplitOptions.TrimEntries);
        var timestamp = fields.FirstOrDefault(field => field.StartsWith("t=", StringComparison.Ordinal))?[2..];
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
            return false;

        var expected = Compute(timestamp, body, key);
        var found = false;
        foreach (var field in fields.Where(field => field.StartsWith("v1=", StringComparison.Ordinal)))
            found |= CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(field[3..]));
        return found;
    }

    static byte[] Compute(string timestamp, ReadOnlySpan<byte> body, byte[] key)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.ASCII.GetBytes($"{timestamp}."));
        hmac.AppendData(body);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hmac.GetHashAndReset()));
    }
}
