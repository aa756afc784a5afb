using System.Text.Json.Serialization;

namespace Ticketing.Sandbox.Payments.Ledger;

/// <summary>One line of the ledger. A line is whole or absent, so all that must happen together is in one.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CheckoutChanged), "changed")]
[JsonDerivedType(typeof(EventDelivered), "delivered")]
[JsonDerivedType(typeof(KeyRevoked), "revoked")]
abstract record LedgerEntry(DateTimeOffset At);

/// <summary>A checkout changed: what it became, by which request, and which event owes the merchant the news.</summary>
sealed record CheckoutChanged(DateTimeOffset At, CheckoutChange Change, Checkout Checkout, IdempotentRequest? Request, string? EventId)
    : LedgerEntry(At);

/// <summary>The merchant has acknowledged an event, or a fault made it get lost.</summary>
sealed record EventDelivered(DateTimeOffset At, string EventId) : LedgerEntry(At);

/// <summary>A merchant's key was revoked, or given back.</summary>
sealed record KeyRevoked(DateTimeOffset At, string KeyId, bool Revoked) : LedgerEntry(At);

/// <summary>A request that must take effect once, however often it is sent.</summary>
/// <param name="Key">The merchant's idempotency key.</param>
/// <param name="Fingerprint">Hash of what was asked; the same key with another one is a mistake of the merchant's.</param>
sealed record IdempotentRequest(string Key, string Fingerprint);
