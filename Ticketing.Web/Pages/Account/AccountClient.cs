using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Ticketing.Core.Customers;
using Ticketing.Core.Mails;
using Ticketing.Web.Api;
using Ticketing.Web.Localization;
using Ticketing.Web.Pages.Shared;

namespace Ticketing.Web.Pages.Account;

/// <summary>Members' accounts, kept by api.</summary>
sealed class AccountClient(HttpClient http, SignInLimits limits, ILogger<AccountClient> logger)
{
    /// <summary>The member's customer token.</summary>
    public async Task<ApiAnswer<CustomerToken>> LoginAsync(string email, string password, CancellationToken ct) => limits.Refuse(email) is { } tooMany
        ? new ApiAnswer<CustomerToken>(tooMany)
        : await http.AskAsync<CustomerToken>(ApiCalls.Post("/api/accounts/login", new { email, password, language = Languages.Current }), logger, ct, customer => IsOf(customer, email));

    /// <summary>Ends the session of the member whose page is being made.</summary>
    public Task<ApiAnswer<Nothing>> LogoutAsync(CancellationToken ct) => http.PostAsync<Nothing>("/api/accounts/logout", null, logger, ct);

    public Task<ApiAnswer<Nothing>> ChangePasswordAsync(string oldPassword, string newPassword, CancellationToken ct) =>
        http.PostAsync<Nothing>("/api/accounts/password", new { oldPassword, newPassword, language = Languages.Current }, logger, ct);

    /// <summary>Those of the member whose page is being made.</summary>
    public Task<ApiAnswer<MemberSession[]>> SessionsAsync(CancellationToken ct) => http.GetAsync<MemberSession[]>("/api/accounts/sessions", logger, ct);

    /// <summary>All that is kept about the member whose page is being made.</summary>
    public Task<ApiAnswer<JsonObject>> DataAsync(Customer member, CancellationToken ct) =>
        http.GetAsync<JsonObject>("/api/accounts/data", logger, ct, data => data["memberId"]?.GetValue<Guid>() == member.Id);

    /// <param name="session">Null for all but this one.</param>
    public Task<ApiAnswer<Nothing>> RevokeAsync(Guid? session, string password, CancellationToken ct) =>
        http.PostAsync<Nothing>(session is null ? "/api/accounts/sessions/revocation" : $"/api/accounts/sessions/{session}/revocation", new { password }, logger, ct);

    static bool IsOf(CustomerToken customer, string email) =>
        new JsonWebToken(customer.Token).Claims.FirstOrDefault(claim => claim.Type == CustomerClaims.Email) is { Value: var known } && Normal(known) == Normal(email);

    /// <summary>As ASP.NET Core Identity compares addresses.</summary>
    static string Normal(string email) => (EmailAddress.Parse(email) ?? email).Normalize().ToUpperInvariant();
}

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

/// <summary>What the form shows by which a member, as customer or as staff, changes the password.</summary>
/// <param name="Email">For the password manager.</param>
/// <param name="CurrentError">What is wrong with the current password, if anything.</param>
sealed record ChangePasswordView(string? Email, string? CurrentError, string? Problem, NewPasswordForm Form);
