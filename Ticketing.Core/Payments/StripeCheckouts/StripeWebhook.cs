using System.Text;
using System.Text.Json;
using Stripe;

namespace Ticketing.Core.Payments.StripeCheckouts;

/// <summary>
/// Reads Stripe's webhooks. Only what they are about is taken from them, so any version of Stripe's API may send them.
/// </summary>
/// <param name="key">The endpoint's signing secret, <c>whsec_…</c>.</param>
sealed class StripeWebhook(string key) : IPaymentWebhook
{
    public string SignatureHeader => "Stripe-Signature";

    public WebhookReading Read(string? signature, byte[] body, DateTimeOffset now)
    {
        var text = Encoding.UTF8.GetString(body);
        if (!IsValid(signature, text, now))
            return new WebhookReading.Forged();

        try
        {
            using var json = JsonDocument.Parse(text);
            var id = json.RootElement.GetProperty("id").GetString();
            return id is { Length: > 0 } ? Read(id, json.RootElement.GetProperty("data").GetProperty("object")) : new WebhookReading.Malformed();
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new WebhookReading.Malformed();
        }
    }

    bool IsValid(string? signature, string body, DateTimeOffset now)
    {
        try
        {
            EventUtility.ValidateSignature(body, signature ?? "", key, (long)WebhookSignature.Tolerance.TotalSeconds, now.ToUnixTimeSeconds());
            return true;
        }
        catch (StripeException)
        {
            return false;
        }
    }

    /// <summary>A session is ours if it names a booking; its payment intent, charges and refunds carry the same metadata.</summary>
    static WebhookReading Read(string eventId, JsonElement about)
    {
        if (!about.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object
            || !(metadata.TryGetProperty(CheckoutMetadata.Booking, out _) || metadata.TryGetProperty("refund", out _)))
            return new WebhookReading.Irrelevant();

        var subject = about.GetProperty("object").GetString() switch
        {
            "checkout.session" or "payment_intent" => about.GetProperty("id").GetString(),
            "charge" or "refund" => about.GetProperty("payment_intent").GetString(),
            _ => null,
        };
        return subject is { Length: > 0 } ? new WebhookReading.Notification(eventId, subject) : new WebhookReading.Irrelevant();
    }
}
