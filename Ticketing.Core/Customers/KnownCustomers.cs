using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ticketing.Core.Customers;

/// <summary>
/// Verifies customers' tokens, and remembers those that it found valid, since verifying one costs as much as everything else about a
/// hold together. A remembered token is exactly the one that was verified, and is forgotten when it expires.
/// </summary>
sealed class KnownCustomers
{
    /// <summary>Of each of the two generations; a token that is in use moves to the younger one.</summary>
    const int Capacity = 10_000;

    readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    readonly TokenValidationParameters rules;
    readonly TimeProvider clock;
    volatile ConcurrentDictionary<string, Known> young = new(StringComparer.Ordinal);
    volatile ConcurrentDictionary<string, Known> old = new(StringComparer.Ordinal);

    public KnownCustomers(IOptions<CustomerOptions> options, TimeProvider clock)
    {
        this.clock = clock;
        rules = new TokenValidationParameters
        {
            ValidIssuer = CustomerTokens.Issuer,
            ValidAudience = CustomerTokens.Audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKey = options.Value.SigningKey(),
            LifetimeValidator = (_, expires, _, _) => expires > clock.GetUtcNow().UtcDateTime,
            AuthenticationType = CustomerTokens.AuthenticationType,
            NameClaimType = CustomerClaims.Id,
            RoleClaimType = CustomerClaims.Role,
        };
    }

    public Task<AuthenticateResult> AuthenticateAsync(string token) => Find(token)?.Answer ?? VerifyAsync(token);

    Known? Find(string token)
    {
        if (young.TryGetValue(token, out var known))
            return IsAlive(known) ? known : null;
        if (!old.TryGetValue(token, out known) || !IsAlive(known))
            return null;

        Remember(token, known);
        return known;
    }

    async Task<AuthenticateResult> VerifyAsync(string token)
    {
        var verified = await handler.ValidateTokenAsync(token, rules);
        if (!verified.IsValid)
            return AuthenticateResult.Fail(verified.Exception);

        var result = AuthenticateResult.Success(new AuthenticationTicket(new CustomerPrincipal(verified.ClaimsIdentity), CustomerExtensions.Scheme));
        Remember(token, new Known(Task.FromResult(result), verified.SecurityToken.ValidTo));
        return result;
    }

    void Remember(string token, Known known)
    {
        if (young.Count >= Capacity)
        {
            old = young;
            young = new(StringComparer.Ordinal);
        }

        young[token] = known;
    }

    bool IsAlive(Known known) => known.ExpiresAt > clock.GetUtcNow().UtcDateTime;

    sealed record Known(Task<AuthenticateResult> Answer, DateTime ExpiresAt);
}
