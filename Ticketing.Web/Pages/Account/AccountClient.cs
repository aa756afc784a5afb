using Microsoft.IdentityModel.JsonWebTokens;
using Ticketing.Core.Customers;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Account;

/// <summary>Members' accounts, kept by api.</summary>
sealed class AccountClient(HttpClient http, SignInLimits limits, ILogger<AccountClient> logger)
{
    /// <summary>The member's customer token.</summary>
    public async Task<ApiAnswer<CustomerToken>> LoginAsync(string email, string password, CancellationToken ct) => limits.Refuse(email) is { } tooMany
        ? new ApiAnswer<CustomerToken>(tooMany)
        : await http.AskAsync<CustomerToken>(ApiCalls.Post("/api/accounts/login", new { email, password }), logger, ct, customer => IsOf(customer, email));

    /// <summary>Ends the session of the member whose page is being made.</summary>
    public Task<ApiAnswer<Nothing>> LogoutAsync(CancellationToken ct) => http.PostAsync<Nothing>("/api/accounts/logout", null, logger, ct);

    static bool IsOf(CustomerToken customer, string email) =>
        new JsonWebToken(customer.Token).Claims.FirstOrDefault(claim => claim.Type == CustomerClaims.Email) is { Value: var known } && Normal(known) == Normal(email);

    /// <summary>As ASP.NET Core Identity compares addresses.</summary>
    static string Normal(string email) => email.Normalize().ToUpperInvariant();
}
