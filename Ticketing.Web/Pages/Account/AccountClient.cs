using Ticketing.Core.Customers;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Account;

/// <summary>Members' accounts, kept by api.</summary>
sealed class AccountClient(HttpClient http, ILogger<AccountClient> logger)
{
    public Task<ApiAnswer<Nothing>> RegisterAsync(string email, string password, CancellationToken ct) =>
        http.PostAsync<Nothing>("/api/accounts/register", new { email, password }, logger, ct);

    /// <summary>The member's customer token.</summary>
    public Task<ApiAnswer<CustomerToken>> LoginAsync(string email, string password, CancellationToken ct) =>
        http.PostAsync<CustomerToken>("/api/accounts/login", new { email, password }, logger, ct);

    /// <summary>Ends the session of the member whose page is being made.</summary>
    public Task<ApiAnswer<Nothing>> LogoutAsync(CancellationToken ct) => http.PostAsync<Nothing>("/api/accounts/logout", null, logger, ct);
}
