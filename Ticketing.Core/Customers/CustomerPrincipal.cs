using System.Security.Claims;

namespace Ticketing.Core.Customers;

/// <summary>Who a token is of, read from its claims once. Shared by all requests with the token, so never changed.</summary>
sealed class CustomerPrincipal(ClaimsIdentity identity) : ClaimsPrincipal(identity)
{
    /// <summary>Null if the token's subject is no customer's id.</summary>
    public Customer? Customer { get; } = Customer.Read(identity);
}
