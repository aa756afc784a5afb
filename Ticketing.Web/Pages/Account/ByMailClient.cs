using Ticketing.Web.Api;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Account;

/// <summary>What api does for an account by way of a mail to its address.</summary>
sealed class ByMailClient(HttpClient http, ILogger<ByMailClient> logger)
{
    /// <summary>The answer is the same for an address that has an account already.</summary>
    public Task<ApiAnswer<Nothing>> AskToRegisterAsync(string email, string? returnUrl, CancellationToken ct) =>
        http.PostAsync<Nothing>("/api/accounts/registrations", new { email, language = Languages.Current, returnUrl }, logger, ct);

    /// <summary>The answer is the same for an address that has no account.</summary>
    public Task<ApiAnswer<Nothing>> AskForPasswordAsync(string email, CancellationToken ct) =>
        http.PostAsync<Nothing>("/api/accounts/password-resets", new { email, language = Languages.Current }, logger, ct);

    public Task<ApiAnswer<LinkUsed>> UseLinkAsync(MailedLink link, string token, string password, CancellationToken ct) =>
        http.PostAsync<LinkUsed>(link == MailedLink.Confirm ? "/api/accounts/confirmations" : "/api/accounts/passwords", new { token, password }, logger, ct);
}

/// <param name="ReturnUrl">Where its customer wanted to go on, in their own words.</param>
sealed record LinkUsed(string? ReturnUrl);

/// <summary>What a link of a mail about an account is for; in small letters also the last part of its page's address.</summary>
enum MailedLink
{
    Confirm,
    Reset,
}
