using System.Text.Json;

namespace Ticketing.Sandbox.Payments.Webhooks;

/// <summary>News of a checkout for the merchant, with the checkout as it was at that moment.</summary>
sealed record WebhookEvent(string Id, CheckoutChange Change, DateTimeOffset CreatedAt, Checkout Checkout)
{
    public string Type => $"checkout.{JsonNamingPolicy.CamelCase.ConvertName(Change.ToString())}";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        new { Id, Type, CreatedAt, Checkout }, SandboxJson.Options);
}
