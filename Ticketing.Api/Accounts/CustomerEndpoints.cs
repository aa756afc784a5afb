using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Customers;

namespace Ticketing.Api.Accounts;

/// <summary>Hands out the token by which every service knows a new guest; a member's comes with the log-in.</summary>
static class CustomerEndpoints
{
    public static Ok<CustomerResponse> Issue(HttpResponse response, CustomerTokens tokens, TimeProvider time)
    {
        response.Headers.CacheControl = "no-store";
        var guest = Guid.CreateVersion7(time.GetUtcNow());
        return TypedResults.Ok(CustomerResponse.Of(guest, tokens.Issue(guest)));
    }
}

sealed record CustomerResponse(Guid CustomerId, string Token, DateTimeOffset ExpiresAt)
{
    public static CustomerResponse Of(Guid customerId, CustomerToken token) => new(customerId, token.Token, token.ExpiresAt);
}
