using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;
using Ticketing.Core.Requests;

namespace Ticketing.Api.Bookings;

/// <summary>
/// By which a repeated request is known. What is stored and replayed is the first final answer, the one that changed something;
/// a refusal changed nothing and is judged anew.
/// </summary>
/// <param name="Key">The client's own, of the header <c>Idempotency-Key</c>.</param>
/// <param name="BodyHash">Of what was asked: the same key for something else is an error of the client.</param>
sealed record IdempotencyKey(Guid CustomerId, string Route, string Key, byte[] BodyHash)
{
    public const string Header = RequestKey.Header;

    /// <param name="customerId">Whose key it is.</param>
    /// <param name="body">What was asked, in the one form that all ways of writing it have.</param>
    public static IdempotencyKey Of<TBody>(Guid customerId, string route, string key, TBody body) =>
        new(customerId, route, key, SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, ContractJson.Options)));

    public static bool IsGood([NotNullWhen(true)] string? key) => RequestKey.IsGood(key);

    public static ProblemHttpResult Required() =>
        Problem.BadRequest("idempotency_key_required", $"The header {Header} takes 1 to {RequestKey.MaxLength} visible characters of ASCII.");

    public static ProblemHttpResult Reused() =>
        Problem.Unprocessable("idempotency_key_reused", "This Idempotency-Key was used for another request.");

    public string LockName => $"idempotency/{CustomerId}/{Route}/{Key}";

    public Task<IdempotentRequest?> FindEarlierAsync(TicketingDbContext context, CancellationToken ct) =>
        context.IdempotentRequests.AsNoTracking().SingleOrDefaultAsync(r => r.CustomerId == CustomerId && r.Route == Route && r.Key == Key, ct);

    public bool IsFor(IdempotentRequest earlier) => CryptographicOperations.FixedTimeEquals(earlier.BodyHash, BodyHash);

    public IdempotentRequest Answered<TResponse>(int statusCode, TResponse response, DateTimeOffset now) => new()
    {
        CustomerId = CustomerId,
        Route = Route,
        Key = Key,
        BodyHash = BodyHash,
        StatusCode = statusCode,
        Response = JsonSerializer.Serialize(response, ContractJson.Options),
        CreatedAt = now,
    };

    public static TResponse AnswerOf<TResponse>(IdempotentRequest earlier) =>
        JsonSerializer.Deserialize<TResponse>(earlier.Response, ContractJson.Options)
        ?? throw new JsonException($"The stored answer to {earlier.Route} is null.");
}
