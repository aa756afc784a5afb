using System.Net.Http.Headers;
using Ticketing.Core.Customers;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Account;

/// <summary>Members' accounts, kept by api.</summary>
sealed class AccountClient(HttpClient http, ILogger<AccountClient> logger)
{
    /// <summary>The member's customer token.</summary>
    public async Task<ApiAnswer<CustomerToken>> LoginAsync(string email, string password, CancellationToken ct)
    {
        var login = await http.PostAsync<LoginAnswer>("/api/accounts/login", new { email, password }, logger, ct);
        if (!login.Succeeded(out var member, out var problem))
            return new ApiAnswer<CustomerToken>(problem);

        var request = ApiCalls.Post("/api/customers", null);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", member.AccessToken);
        return await http.AskAsync<CustomerToken>(request, logger, ct);
    }

    sealed record LoginAnswer(string AccessToken);
}
