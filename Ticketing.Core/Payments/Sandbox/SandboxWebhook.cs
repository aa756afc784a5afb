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
