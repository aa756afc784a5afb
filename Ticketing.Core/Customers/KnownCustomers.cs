using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Ticketing.Core.Accounts;

namespace Ticketing.Core.Customers;

/// <summary>
/// Verifies customers' tokens, and remembers those that it found valid, since verifying one costs as much as everything else about a
/// hold together. A remembered token is exactly the one that was verified, and is forgotten when it expires; that its session has not ended is looked at each time.
/// </summary>
sealed class KnownCustomers
{
    /// <summary>Of each of the two generations; a token that is in use moves to the younger one.</summary>
    const int Capacity = 10_000;

    readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    readonly TokenValidationParameters rules;
    readonly TimeProvider clock;
    readonly EndedSessions ended;
    readonly SessionUses? uses;
    volatile ConcurrentDictionary<string, Known> young = new(StringComparer.Ordinal);
    volatile ConcurrentDictionary<string, Known> old = new(StringComparer.Ordinal);

    /// <param name="uses">Null where nobody writes them down.</param>
    public KnownCustomers(IOptions<CustomerOptions> options, EndedSessions ended, TimeProvider clock, SessionUses? uses = null)
    {
        this.uses = uses;
        this.clock = clock;
        this.ended = ended;
        rules = new TokenValidationParameters
        {
            ValidIssuer = CustomerTokens.Issuer,
            ValidAudience = CustomerTokens.Audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKey = options.Value.SigningKey(),
            LifetimeValidator = (_, expires, _, _) => expires > clock.GetUtcNow().UtcDateTime,
            AuthenticationType = CustomerTokens.AuthenticationType,
            NameClaimType = CustomerClaims.Id,
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

        var principal = new CustomerPrincipal(verified.ClaimsIdentity);
        if (principal.Customer is { IsMember: true, SessionId: null })
            return AuthenticateResult.Fail("A member's token has to name a session.");

        var result = AuthenticateResult.Success(new AuthenticationTicket(principal, CustomerExtensions.Scheme));
        var known = new Known(Task.FromResult(result), verified.SecurityToken.ValidTo, principal.Customer?.SessionId);
        if (!IsAlive(known))
            return AuthenticateResult.Fail("The session has ended.");

        Remember(token, known);
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

    bool IsAlive(Known known)
    {
        if (known.ExpiresAt <= clock.GetUtcNow().UtcDateTime)
            return false;
        if (known.SessionId is not { } session)
            return true;
        if (ended.Contains(session))
            return false;

        uses?.Note(session);
        return true;
    }

    sealed record Known(Task<AuthenticateResult> Answer, DateTime ExpiresAt, Guid? SessionId);
}
