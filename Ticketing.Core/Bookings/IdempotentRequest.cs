namespace Ticketing.Core.Bookings;

/// <summary>The final answer to a request that its client may repeat; unique per customer, route and key.</summary>
public sealed class IdempotentRequest
{
    public required Guid CustomerId { get; init; }
    public required string Route { get; init; }

    /// <summary>The client's <c>Idempotency-Key</c> header.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of the body: the same key with another body is an error.</summary>
    public required byte[] BodyHash { get; init; }

    public required int StatusCode { get; init; }

    /// <summary>The answer's JSON.</summary>
    public required string Response { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
