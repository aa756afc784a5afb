using System.Security.Cryptography;
using System.Text.Json;
using Ticketing.Api.Edges;
using Ticketing.Core.Bookings;

namespace Ticketing.Api.Bookings;

/// <summary>By which a repeated request is known.</summary>
/// <param name="Key">The client's own, of the header <c>Idempotency-Key</c>.</param>
/// <param name="BodyHash">Of what was asked: the same key for something else is an error of the client.</param>
sealed record IdempotencyKey(Guid CustomerId, string Route, string Key, byte[] BodyHash)
{
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 100;

    public string LockName => $"idempotency/{CustomerId}/{Route}/{Key}";

    public bool IsFor(IdempotentRequest earlier) => CryptographicOperations.FixedTimeEquals(earlier.BodyHash, BodyHash);

    public IdempotentRequest Answered<TResponse>(int statusCode, TResponse response, DateTimeOffset now) => new()
    {
        CustomerId = CustomerId,
        Route = Route,
        Key = Key,
        BodyHash = BodyHash,
        StatusCode = statusCode,
        Response = JsonSerializer.Serialize(response, ApiJson.Options),
        CreatedAt = now,
    };

    public static TResponse AnswerOf<TResponse>(IdempotentRequest earlier) =>
        JsonSerializer.Deserialize<TResponse>(earlier.Response, ApiJson.Options)
        ?? throw new JsonException($"The stored answer to {earlier.Route} is null.");
}
