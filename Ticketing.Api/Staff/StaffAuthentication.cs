using Microsoft.AspNetCore.Authentication;
using Microsoft.Net.Http.Headers;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Staff;

/// <summary>
/// Tells who of the staff asks, by the token in <c>Authorization: Bearer</c>. A cookie does not count: what a browser adds by itself is
/// no proof that somebody meant it; the web app reads its own cookie and says so.
/// </summary>
sealed class StaffAuthentication(StaffTokens tokens, StaffSessions sessions) : IAuthenticationHandler
{
    const string Bearer = "Bearer ";

    HttpContext http = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        http = context;
        return Task.CompletedTask;
    }

    public async Task<AuthenticateResult> AuthenticateAsync()
    {
        var authorization = http.Request.Headers[HeaderNames.Authorization].ToString();
        if (!authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        if (await tokens.ReadAsync(authorization[Bearer.Length..].Trim()) is not { } claims)
            return AuthenticateResult.Fail("This is no token of staff.");

        return await sessions.FindAsync(claims, http.RequestAborted) is { } member
            ? AuthenticateResult.Success(new AuthenticationTicket(new StaffPrincipal(member), StaffExtensions.Scheme))
            : AuthenticateResult.Fail("The session has ended.");
    }

    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Unauthorized("staff_required", "Sign in as staff.").ExecuteAsync(http);
    }

    public Task ForbidAsync(AuthenticationProperties? properties) =>
        (StaffMember.Of(http.User) is { SecondFactor: false }
            ? Problem.Forbidden("second_factor_required", "Sign in with a code of your authenticator.")
            : Problem.Forbidden(ProblemCodes.Forbidden, "This is not for you.")).ExecuteAsync(http);
}
