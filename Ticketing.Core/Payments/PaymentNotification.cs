namespace Ticketing.Core.Payments;

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
