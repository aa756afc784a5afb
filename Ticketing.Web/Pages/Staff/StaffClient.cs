using System.Net.Http.Headers;
using Ticketing.Web.Api;
using Ticketing.Web.Localization;
using Ticketing.Web.Pages.Account;
using Ticketing.Web.Pages.Shared;

namespace Ticketing.Web.Pages.Staff;

/// <summary>Staff's sessions and authenticators, kept by api.</summary>
sealed class StaffClient(HttpClient http, IHttpContextAccessor accessor, SignInLimits limits, ILogger<StaffClient> logger)
{
    /// <summary>Ours have some 500 characters.</summary>
    const int LongestToken = 2000;

    public async Task<ApiAnswer<StaffSignedIn>> SignInAsync(string email, string password, string? code, CancellationToken ct) => limits.Refuse(email) is { } tooMany
        ? new ApiAnswer<StaffSignedIn>(tooMany)
        : await http.PostAsync<StaffSignedIn>("/api/staff/sign-in", new { email, password, code, device = Shown(StaffCookie.ReadDevice), language = Languages.Current }, logger, ct);

    public Task<ApiAnswer<Nothing>> SignOutAsync(CancellationToken ct) => AskAsync<Nothing>(ApiCalls.Post("/api/staff/sign-out", null), ct);

    /// <summary>Who the browser's cookie is of; a problem with the status 401 if it is nobody's any more.</summary>
    public Task<ApiAnswer<StaffSession>> SessionAsync(CancellationToken ct) =>
        AskAsync<StaffSession>(new HttpRequestMessage(HttpMethod.Get, "/api/staff/session"), ct);

    public Task<ApiAnswer<AuthenticatorKey>> BeginAuthenticatorAsync(string password, CancellationToken ct) =>
        AskAsync<AuthenticatorKey>(ApiCalls.Post("/api/staff/authenticator", new { password }), ct);

    public Task<ApiAnswer<EnrolledAuthenticator>> ConfirmAuthenticatorAsync(string code, CancellationToken ct) =>
        AskAsync<EnrolledAuthenticator>(ApiCalls.Post("/api/staff/authenticator/confirmation", new { code, language = Languages.Current }), ct);

    public Task<ApiAnswer<Nothing>> RemoveAuthenticatorAsync(string password, string code, CancellationToken ct) =>
        AskAsync<Nothing>(ApiCalls.Post("/api/staff/authenticator/removal", new { password, code, language = Languages.Current }), ct);

    public Task<ApiAnswer<Nothing>> ChangePasswordAsync(string oldPassword, string newPassword, CancellationToken ct) =>
        AskAsync<Nothing>(ApiCalls.Post("/api/staff/password", new { oldPassword, newPassword, language = Languages.Current }), ct);

    public Task<ApiAnswer<MemberSession[]>> SessionsAsync(CancellationToken ct) =>
        AskAsync<MemberSession[]>(new HttpRequestMessage(HttpMethod.Get, "/api/staff/sessions"), ct);

    /// <param name="session">Null for all but this one.</param>
    public Task<ApiAnswer<Nothing>> RevokeAsync(Guid? session, string password, CancellationToken ct) =>
        AskAsync<Nothing>(
            ApiCalls.Post(session is null ? "/api/staff/sessions/revocation" : $"/api/staff/sessions/{session}/revocation", new { password }), ct);

    Task<ApiAnswer<T>> AskAsync<T>(HttpRequestMessage request, CancellationToken ct) where T : class
    {
        // Else the customer's token would go with it, who is somebody else.
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Shown(StaffCookie.Read) ?? "none");
        return http.AskAsync<T>(request, logger, ct);
    }

    string? Shown(Func<HttpContext, string?> read) =>
        accessor.HttpContext is { } context && read(context) is { Length: > 0 and <= LongestToken } token && token.All(IsOfAToken) ? token : null;

    static bool IsOfAToken(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-';
}

sealed record StaffSignedIn(string Token, DateTimeOffset ExpiresAt, bool MustEnrol, string Device);

sealed record StaffSession(string Email, IReadOnlyList<string> Roles, bool SecondFactor, bool MustEnrol);

sealed record AuthenticatorKey(string Key, string Uri);

sealed record EnrolledAuthenticator(StaffSignedIn Session, IReadOnlyList<string> RecoveryCodes);

/// <summary>
/// Staff's token between pages. It is for this host alone, over https alone (browsers take their own machine for that), out of scripts'
/// reach, and comes with no request that another site began.
/// </summary>
static class StaffCookie
{
    public const string Name = "__Host-ticketing-staff";

    /// <summary>Tells api at the next sign-in that staff have signed in here before, so that it outlives the session.</summary>
    public const string DeviceName = "__Host-ticketing-staff-device";

    static readonly TimeSpan DeviceLifetime = TimeSpan.FromDays(180);

    static readonly CookieOptions Options = new() { HttpOnly = true, IsEssential = true, Path = "/", SameSite = SameSiteMode.Strict, Secure = true };

    public static string? Read(HttpContext context) => context.Request.Cookies[Name];

    public static string? ReadDevice(HttpContext context) => context.Request.Cookies[DeviceName];

    public static void Write(HttpContext context, StaffSignedIn session)
    {
        context.Response.Cookies.Append(Name, session.Token, new CookieOptions(Options) { Expires = session.ExpiresAt });
        context.Response.Cookies.Append(DeviceName, session.Device, new CookieOptions(Options) { MaxAge = DeviceLifetime });
    }

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, Options);
}

static class StaffPages
{
    /// <summary>The session that the browser has, or null where it has none: then staff have to sign in.</summary>
    /// <exception cref="ApiException">Whether it has one cannot be told.</exception>
    public static async Task<StaffSession?> RequireAsync(this StaffClient staff, HttpContext context, CancellationToken ct)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (StaffCookie.Read(context) is null)
            return null;
        if ((await staff.SessionAsync(ct)).Succeeded(out var session, out var problem))
            return session;

        return problem.Status == StatusCodes.Status401Unauthorized ? null : throw new ApiException(problem);
    }
}
