using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ticketing.Sandbox.Payments.Ledger;

namespace Ticketing.Sandbox.Payments.Api;

/// <summary>The body of a POST, together with what tells a repetition from another request under the same key.</summary>
sealed record Write<T>(T Body, IdempotentRequest Request)
    where T : class
{
    /// <exception cref="BadHttpRequestException">The body is not the JSON expected here.</exception>
    public static async ValueTask<Write<T>?> BindAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var bytes = buffer.ToArray();
        try
        {
            // A command without parameters may leave its body out.
            var body = JsonSerializer.Deserialize<T>(bytes is [] ? "{}"u8 : bytes, SandboxJson.Options) ?? throw new JsonException("null is no request.");
            return new Write<T>(body, Idempotent(context.Request, bytes));
        }
        catch (JsonException error)
        {
            throw new BadHttpRequestException(error.Message, StatusCodes.Status400BadRequest, error);
        }
    }

    static IdempotentRequest Idempotent(HttpRequest request, byte[] body)
    {
        byte[] asked = [.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"), .. body];
        return new IdempotentRequest(request.Headers[ProviderGate.IdempotencyKeyHeader].ToString(), Convert.ToHexStringLower(SHA256.HashData(asked)));
    }
}
