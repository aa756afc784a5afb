using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Ticketing.Core.Customers;

/// <summary>Who buys: a guest or a member. As an endpoint's parameter it is the caller, null when there is none.</summary>
/// <param name="Email">A member's e-mail address.</param>
public sealed record Customer(Guid Id, bool IsMember, string? Email)
{
    /// <summary>Who the member was in the same browser until signing in, if anybody: what the guest holds and waits for is the member's.</summary>
    public Guid? FormerGuestId { get; init; }

    /// <summary>Of the member's sign-in; null for a guest.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Whether it is the customer's id, or that of the guest who the member was.</summary>
    public bool Is(Guid customerId) => customerId == Id || customerId == FormerGuestId;

    /// <summary>The customer of an authenticated principal, else null.</summary>
    public static Customer? Of(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user is CustomerPrincipal known ? known.Customer : user.Identity is ClaimsIdentity identity ? Read(identity) : null;
    }

    internal static Customer? Read(ClaimsIdentity identity) =>
        identity is { IsAuthenticated: true, AuthenticationType: CustomerTokens.AuthenticationType }
        && Guid.TryParse(identity.FindFirst(CustomerClaims.Id)?.Value, out var id)
            ? new Customer(id, identity.HasClaim(CustomerClaims.Member, "true"), identity.FindFirst(CustomerClaims.Email)?.Value)
            {
                SessionId = Guid.TryParse(identity.FindFirst(CustomerClaims.Session)?.Value, out var session) ? session : null,
                FormerGuestId = Guid.TryParse(identity.FindFirst(CustomerClaims.FormerGuest)?.Value, out var guest) ? guest : null,
            }
            : null;

    /// <summary>Binds an endpoint's parameter.</summary>
    public static ValueTask<Customer?> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(Of(context.User));
    }
}

/// <summary>Names of the claims in a customer's token.</summary>
public static class CustomerClaims
{
    public const string Id = "sub";
    public const string Member = "member";
    public const string Email = "email";
    public const string Session = "sid";
    public const string FormerGuest = "former_guest";
}

/// <summary>Who a token is of, read from its claims once. Shared by all requests with the token, so never changed.</summary>
sealed class CustomerPrincipal(ClaimsIdentity identity) : ClaimsPrincipal(identity)
{
    /// <summary>Null if the token's subject is no customer's id.</summary>
    public Customer? Customer { get; } = Customer.Read(identity);
}
