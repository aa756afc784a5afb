using System.Net.Http.Headers;
using Microsoft.IdentityModel.JsonWebTokens;
using Ticketing.Core.Customers;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Account;

/// <summary>Members' accounts, kept by api.</summary>
sealed class AccountClient(HttpClient http, SignInLimits limits, ILogger<AccountClient> logger)
{
    public async Task<ApiAnswer<Nothing>> RegisterAsync(string email, string password, CancellationToken ct) => limits.Refuse(email) is { } tooMany
        ? new ApiAnswer<Nothing>(tooMany)
        : await http.PostAsync<Nothing>("/api/accounts/register", new { email, password }, logger, ct);

    /// <summary>The member's customer token.</summary>
    public async Task<ApiAnswer<CustomerToken>> LoginAsync(string email, string password, CancellationToken ct)
    {
        if (limits.Refuse(email) is { } tooMany)
            return new ApiAnswer<CustomerToken>(tooMany);

        var login = await http.PostAsync<LoginAnswer>("/api/accounts/login", new { email, password }, logger, ct);
        if (!login.Succeeded(out var member, out var problem))
            return new ApiAnswer<CustomerToken>(problem);

        var request = ApiCalls.Post("/api/customers", null);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", member.AccessToken);
        return await http.AskAsync<CustomerToken>(request, logger, ct, customer => IsOf(customer, email));
    }

    static bool IsOf(CustomerToken customer, string email) =>
        new JsonWebToken(customer.Token).Claims.FirstOrDefault(claim => claim.Type == CustomerClaims.Email) is { Value: var known } && Normal(known) == Normal(email);

    /// <summary>As ASP.NET Core Identity compares addresses.</summary>
    static string Normal(string email) => email.Normalize().ToUpperInvariant();

    sealed record LoginAnswer(string AccessToken);
}
