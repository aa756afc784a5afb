namespace Ticketing.Sandbox.Payments.Api;

/// <summary>Lets in whoever has a merchant's key, a revoked one too: it switches faults, it moves no money.</summary>
sealed class MerchantOnly(MerchantKeys keys) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        keys.Find(context.HttpContext.Request) is null ? ProviderProblems.InvalidKey() : await next(context);
}
