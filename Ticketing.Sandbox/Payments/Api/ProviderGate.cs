using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Ticketing.Sandbox.Payments.Api;

/// <summary>
/// Every request to the merchants' API passes here before anything happens, and every answer after it has:
/// the one place to let nobody in, or to keep an answer back.
/// </summary>
sealed class ProviderGate(RequestDelegate next, IOptions<SandboxOptions> options)
{
    public const string IdempotencyKeyHeader = "Idempotency-Key";
    const string Bearer = "Bearer ";
    const int LongestIdempotencyKey = 100;

    readonly byte[] keyHash = Hash(options.Value.Key);

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HasKey(request))
            await ProviderProblems.InvalidKey().ExecuteAsync(context);
        else if (HttpMethods.IsPost(request.Method) && request.Headers[IdempotencyKeyHeader].ToString() is not { Length: > 0 and <= LongestIdempotencyKey })
            await ProviderProblems.IdempotencyKeyRequired().ExecuteAsync(context);
        else
            await next(context);
    }

    // Hashes have one length, so comparing them takes one time whatever was sent.
    bool HasKey(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header
        && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(header[Bearer.Length..]), keyHash);

    static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
