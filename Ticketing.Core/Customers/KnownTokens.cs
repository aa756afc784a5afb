using System.Collections.Concurrent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ticketing.Core.Customers;

/// <summary>
/// Remembers the tokens that it found valid, since verifying one costs as much as everything else about a hold together.
/// A remembered token is exactly the one that was verified, and is forgotten when it expires.
/// </summary>
sealed class KnownTokens(TimeProvider clock) : TokenHandler
{
    /// <summary>Of each of the two generations; a token that is in use moves to the younger one.</summary>
    const int Capacity = 10_000;

    readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    volatile ConcurrentDictionary<string, TokenValidationResult> young = new(StringComparer.Ordinal);
    volatile ConcurrentDictionary<string, TokenValidationResult> old = new(StringComparer.Ordinal);

    public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters) =>
        Find(token) is { } known ? Task.FromResult(known) : VerifyAsync(token, validationParameters);

    public override SecurityToken ReadToken(string token) => handler.ReadToken(token);

    TokenValidationResult? Find(string token)
    {
        if (young.TryGetValue(token, out var known))
            return IsAlive(known) ? known : null;
        if (!old.TryGetValue(token, out known) || !IsAlive(known))
            return null;

        Remember(token, known);
        return known;
    }

    async Task<TokenValidationResult> VerifyAsync(string token, TokenValidationParameters parameters)
    {
        var result = await handler.ValidateTokenAsync(token, parameters);
        if (result.IsValid)
        {
            // Made at the first look and kept: afterwards many requests look at it at once.
            _ = result.ClaimsIdentity;
            Remember(token, result);
        }

        return result;
    }

    void Remember(string token, TokenValidationResult result)
    {
        if (young.Count >= Capacity)
        {
            old = young;
            young = new(StringComparer.Ordinal);
        }

        young[token] = result;
    }

    bool IsAlive(TokenValidationResult known) => known.SecurityToken.ValidTo > clock.GetUtcNow().UtcDateTime;
}
