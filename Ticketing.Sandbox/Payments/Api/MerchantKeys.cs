using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Ticketing.Sandbox.Payments.Ledger;

namespace Ticketing.Sandbox.Payments.Api;

/// <summary>Who is a merchant, and whose key was revoked: that is in the ledger, so it outlives the process.</summary>
sealed class MerchantKeys(IOptions<SandboxOptions> options, CheckoutLedger ledger)
{
    const string Bearer = "Bearer ";

    readonly byte[][] known = [.. options.Value.OtherKeys.Prepend(options.Value.Key).Select(Hash)];

    /// <summary>The id of the key that the request was sent with, revoked or not; null if it is nobody's.</summary>
    public string? Find(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return null;

        // Hashes have one length, so comparing them takes one time whatever was sent.
        var sent = Hash(header[Bearer.Length..]);
        var found = known.Aggregate(seed: false, (any, key) => any | CryptographicOperations.FixedTimeEquals(sent, key));
        return found ? IdOf(sent) : null;
    }

    public bool IsValid(HttpRequest request) => Find(request) is { } id && !ledger.IsRevoked(id);

    static string IdOf(byte[] hash) => Convert.ToHexStringLower(hash)[..12];

    static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

/// <summary>Lets in whoever has a merchant's key, a revoked one too: it switches faults, it moves no money.</summary>
sealed class MerchantOnly(MerchantKeys keys) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        keys.Find(context.HttpContext.Request) is null ? ProviderProblems.InvalidKey() : await next(context);
}
