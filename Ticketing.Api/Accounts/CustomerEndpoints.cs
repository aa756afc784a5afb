using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Accounts;
using Ticketing.Core.Customers;

namespace Ticketing.Api.Accounts;

/// <summary>Hands out the token by which every service knows a customer.</summary>
static class CustomerEndpoints
{
    /// <summary>Without a bearer token a new guest's; with a member's bearer token (of <c>/api/accounts/login</c>) the member's.</summary>
    public static async Task<Results<Ok<CustomerResponse>, ChallengeHttpResult>> Issue(
        HttpContext http, UserManager<Member> members, CustomerTokens tokens, TimeProvider time)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (string.IsNullOrEmpty(http.Request.Headers.Authorization))
        {
            var guest = Guid.CreateVersion7(time.GetUtcNow());
            return TypedResults.Ok(CustomerResponse.Of(guest, tokens.Issue(guest)));
        }

        var identity = await http.AuthenticateAsync(IdentityConstants.BearerScheme);
        if (!identity.Succeeded || await members.GetUserAsync(identity.Principal) is not { Email: { } email } member || await members.IsLockedOutAsync(member))
            return TypedResults.Challenge(properties: null, [CustomerExtensions.Scheme]);

        return TypedResults.Ok(CustomerResponse.Of(member.Id, tokens.Issue(member.Id, email, await members.GetRolesAsync(member))));
    }
}

sealed record CustomerResponse(Guid CustomerId, string Token, DateTimeOffset ExpiresAt)
{
    public static CustomerResponse Of(Guid customerId, CustomerToken token) => new(customerId, token.Token, token.ExpiresAt);
}
