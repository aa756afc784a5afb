namespace Ticketing.Core.Payments;

/// <summary>Reads what the provider posts.</summary>
public interface IPaymentWebhook
{
    /// <summary>The header that proves where a notification comes from.</summary>
    string SignatureHeader { get; }

    /// <param name="body">As sent, byte for byte, because that is what is signed.</param>
    WebhookReading Read(string? signature, byte[] body, DateTimeOffset now);
}

public abstract record WebhookReading
{
    /// <summary>Nothing proves that the provider sent this, and just now.</summary>
    public sealed record Forged : WebhookReading;

    /// <summary>Signed rightly, but not what the provider documents.</summary>
    public sealed record Malformed : WebhookReading;

    /// <summary>About something else than our checkouts.</summary>
    public sealed record Irrelevant : WebhookReading;

    /// <param name="Id">The provider's id of the event.</param>
    /// <param name="CheckoutId">What <see cref="IPaymentProvider.Find"/> knows it by.</param>
    public sealed record Notification(string Id, string CheckoutId) : WebhookReading;
}

/// <summary>A verified webhook of the provider, stored before it is answered. Only a hint: the truth is asked for.</summary>
public sealed class PaymentNotification
{
    /// <summary>The provider's id of the event; the same event stored twice is one row.</summary>
    public required string Id { get; init; }

    public required string CheckoutId { get; init; }
    public required string Payload { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>The provider says that something happened to a checkout.</summary>
public sealed record PaymentNotified(string CheckoutId);
