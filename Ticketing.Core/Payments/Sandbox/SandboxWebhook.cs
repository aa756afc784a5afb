using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ticketing.Core.Payments;

/// <summary>Reads the sandbox's webhooks.</summary>
sealed class SandboxWebhook(string key) : IPaymentWebhook
{
    readonly byte[] key = Encoding.UTF8.GetBytes(key);

    public string SignatureHeader => WebhookSignature.Header;

    public WebhookReading Read(string? signature, byte[] body, DateTimeOffset now)
    {
        if (!WebhookSignature.IsValid(signature, body, key, now))
            return new WebhookReading.Forged();

        try
        {
            return JsonSerializer.Deserialize<Event>(body, JsonSerializerOptions.Web) is { Id: { Length: > 0 } id, Checkout.Id: { Length: > 0 } checkoutId }
                ? new WebhookReading.Notification(id, checkoutId)
                : new WebhookReading.Malformed();
        }
        catch (JsonException)
        {
            return new WebhookReading.Malformed();
        }
    }

    sealed record Event(string? Id, NotifiedCheckout? Checkout);

    sealed record NotifiedCheckout(string? Id);
}

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
