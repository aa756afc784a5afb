namespace Ticketing.Sandbox.Payments.Api;

/// <summary>Every request to the merchants' API passes here before anything happens: no key, no entry.</summary>
sealed class ProviderGate(RequestDelegate next, MerchantKeys keys)
{
    public const string IdempotencyKeyHeader = "Idempotency-Key";
    const int LongestIdempotencyKey = 100;

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!keys.IsValid(request))
            await ProviderProblems.InvalidKey().ExecuteAsync(context);
        else if (HttpMethods.IsPost(request.Method) && request.Headers[IdempotencyKeyHeader].ToString() is not { Length: > 0 and <= LongestIdempotencyKey })
            await ProviderProblems.IdempotencyKeyRequired().ExecuteAsync(context);
        else
            await next(context);
    }
}
