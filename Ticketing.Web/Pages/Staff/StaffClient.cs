using System.Net.Http.Headers;
using Ticketing.Web.Api;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Staff;

/// <summary>Staff's sessions and authenticators, kept by api.</summary>
sealed class StaffClient(HttpClient http, IHttpContextAccessor accessor, ILogger<StaffClient> logger)
{
    public Task<ApiAnswer<StaffSignInResponse>> SignInAsync(string email, string password, string? code, CancellationToken ct) =>
        http.PostAsync<StaffSignInResponse>("/api/staff/sign-in", new StaffSignInRequest(email, password, code, Languages.Current), logger, ct);

    public Task<ApiAnswer<Nothing>> SignOutAsync(CancellationToken ct) => AskAsync<Nothing>(ApiCalls.Post("/api/staff/sign-out", null), ct);

    /// <summary>Who the browser's cookie is of; a problem with the status 401 if it is nobody's any more.</summary>
    public Task<ApiAnswer<StaffSessionResponse>> SessionAsync(CancellationToken ct) =>
        AskAsync<StaffSessionResponse>(new HttpRequestMessage(HttpMethod.Get, "/api/staff/session"), ct);

    public Task<ApiAnswer<AuthenticatorKeyResponse>> BeginAuthenticatorAsync(string password, CancellationToken ct) =>
        AskAsync<AuthenticatorKeyResponse>(ApiCalls.Post("/api/staff/authenticator", new AuthenticatorRequest(password, Code: null)), ct);

    public Task<ApiAnswer<AuthenticatorResponse>> ConfirmAuthenticatorAsync(string code, CancellationToken ct) =>
        AskAsync<AuthenticatorResponse>(ApiCalls.Post("/api/staff/authenticator/confirmation", new AuthenticatorRequest(Password: null, code, Languages.Current)), ct);

    public Task<ApiAnswer<Nothing>> RemoveAuthenticatorAsync(string password, string code, CancellationToken ct) =>
        AskAsync<Nothing>(ApiCalls.Post("/api/staff/authenticator/removal", new AuthenticatorRequest(password, code, Languages.Current)), ct);

    public Task<ApiAnswer<Nothing>> ChangePasswordAsync(string oldPassword, string newPassword, CancellationToken ct) =>
        AskAsync<Nothing>(ApiCalls.Post("/api/staff/password", new PasswordRequest(oldPassword, newPassword, Languages.Current)), ct);

    public Task<ApiAnswer<SessionResponse[]>> SessionsAsync(CancellationToken ct) =>
        AskAsync<SessionResponse[]>(new HttpRequestMessage(HttpMethod.Get, "/api/staff/sessions"), ct);

    /// <param name="session">Null for all but this one.</param>
    public Task<ApiAnswer<Nothing>> RevokeAsync(Guid? session, string password, CancellationToken ct) =>
        AskAsync<Nothing>(
            ApiCalls.Post(session is null ? "/api/staff/sessions/revocation" : $"/api/staff/sessions/{session}/revocation", new RevocationRequest(password)), ct);

    Task<ApiAnswer<T>> AskAsync<T>(HttpRequestMessage request, CancellationToken ct) where T : class
    {
        // Else the customer's token would go with it, who is somebody else.
        var token = accessor.HttpContext is { } context ? StaffCookie.Read(context) : null;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token is not null && token.All(IsOfAToken) ? token : "none");
        return http.AskAsync<T>(request, logger, ct);
    }

    static bool IsOfAToken(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-';
}

/// <summary>
/// Staff's token between pages. It is for this host alone, over https alone (browsers take their own machine for that), out of scripts'
/// reach, and comes with no request that another site began.
/// </summary>
static class StaffCookie
{
    public const string Name = "__Host-ticketing-staff";

    static readonly CookieOptions Options = new() { HttpOnly = true, IsEssential = true, Path = "/", SameSite = SameSiteMode.Strict, Secure = true };

    public static string? Read(HttpContext context) => context.Request.Cookies[Name];

    public static void Write(HttpContext context, StaffSignInResponse session) =>
        context.Response.Cookies.Append(Name, session.Token, new CookieOptions(Options) { Expires = session.ExpiresAt });

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, Options);
}

static class StaffPages
{
    /// <summary>The session that the browser has, or null where it has none: then staff have to sign in.</summary>
    /// <exception cref="ApiException">Whether it has one cannot be told.</exception>
    public static async Task<StaffSessionResponse?> RequireAsync(this StaffClient staff, HttpContext context, CancellationToken ct)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (StaffCookie.Read(context) is null)
            return null;
        if ((await staff.SessionAsync(ct)).Succeeded(out var session, out var problem))
            return session;

        return problem.Status == StatusCodes.Status401Unauthorized ? null : throw new ApiException(problem);
    }
}
