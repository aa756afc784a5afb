using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Ticketing.Core.Accounts;

namespace Ticketing.Core.Customers;

/// <summary>A signed token that says who a customer is.</summary>
public sealed record CustomerToken(string Token, DateTimeOffset ExpiresAt);

/// <summary>
/// Issues customers' tokens: a guest's is an id that nobody can guess, a member's also says the e-mail address and the session. Every
/// service can make them, so they open nothing but what customers may: staff have tokens of their own, which api alone can make.
/// </summary>
public sealed class CustomerTokens
{
    internal const string Issuer = "ticketing";
    internal const string Audience = "customer";

    /// <summary>Of the identity that a valid token gives; tells it from other schemes' identities.</summary>
    internal const string AuthenticationType = "Customer";

    /// <summary>Of a guest's token, and of a member's session.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    readonly SigningCredentials credentials;
    readonly TimeProvider clock;

    internal CustomerTokens(IOptions<CustomerOptions> options, TimeProvider clock)
    {
        credentials = new SigningCredentials(options.Value.SigningKey(), SecurityAlgorithms.HmacSha256);
        this.clock = clock;
    }

    /// <summary>A token for a guest.</summary>
    public CustomerToken Issue(Guid customerId) => Issue(new ClaimsIdentity([IdClaim(customerId)]), clock.GetUtcNow() + Lifetime);

    /// <summary>A token for a member, as long as the session may last.</summary>
    /// <param name="formerGuest">Who the member was until now, if anybody.</param>
    public CustomerToken Issue(Session session, string email, Guid? formerGuest = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        var subject = new ClaimsIdentity(
        [
            IdClaim(session.MemberId),
            new Claim(CustomerClaims.Member, "true", ClaimValueTypes.Boolean),
            new Claim(CustomerClaims.Email, email),
            new Claim(CustomerClaims.Session, session.Id.ToString()),
        ]);
        if (formerGuest is { } guest)
            subject.AddClaim(new Claim(CustomerClaims.FormerGuest, guest.ToString()));
        return Issue(subject, session.ExpiresAt);
    }

    CustomerToken Issue(ClaimsIdentity subject, DateTimeOffset expiresAt)
    {
        var token = handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            Subject = subject,
            IssuedAt = clock.GetUtcNow().UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            SigningCredentials = credentials,
        });
        return new CustomerToken(token, expiresAt);
    }

    static Claim IdClaim(Guid customerId) => new(CustomerClaims.Id, customerId.ToString());
}
