using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
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

static class StaffExtensions
{
    /// <summary>The authentication scheme of staff's tokens. Who is known by another one is nobody to staff's endpoints.</summary>
    public const string Scheme = "Staff";

    public static void AddStaff(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<StaffOptions>().BindConfiguration("Staff").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<StaffKeys>();
        builder.Services.AddSingleton<StaffTokens>();
        builder.Services.AddSingleton<StaffDevices>();
        builder.Services.AddScoped<StaffSessions>();
        builder.Services.AddScoped<Authenticators>();
        builder.Services.AddTransient<StaffAuthentication>();
        builder.Services.AddAuthentication(options => options.AddScheme<StaffAuthentication>(Scheme, displayName: null));
    }

    /// <summary>Reads the keys, so that a host without good ones does not start.</summary>
    public static void UseStaff(this WebApplication app) => app.Services.GetRequiredService<StaffKeys>();

    /// <summary>For staff; for an admin only with a second factor.</summary>
    public static TBuilder RequireStaff<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(member => member.MayWork);

    /// <summary>For staff with a second factor, e.g. where money moves.</summary>
    public static TBuilder RequireSecondFactor<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(member => member.SecondFactor);

    /// <summary>For admins, always with a second factor.</summary>
    public static TBuilder RequireAdmin<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(member => member is { SecondFactor: true, IsAdmin: true });

    /// <summary>For whoever has signed in as staff, an admin without a second factor too: to get one, or to go.</summary>
    public static TBuilder RequireStaffSession<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(_ => true);

    static TBuilder Require<TBuilder>(this TBuilder endpoint, Func<StaffMember, bool> allowed) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new AuthorizationPolicyBuilder(Scheme)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => StaffMember.Of(context.User) is { } member && allowed(member))
            .Build());
}

/// <summary>The section <c>Staff</c>.</summary>
sealed class StaffOptions
{
    /// <summary>Signs staff's tokens: an ECDSA key on the curve P-256, PKCS#8 in base64. No other service has it.</summary>
    [Required]
    public string SigningKey { get; init; } = "";

    /// <summary>
    /// Signs nothing, but what it signed is good: the key before, or the one that comes next, so that replicas that have not heard of a
    /// change yet know the tokens of those that have.
    /// </summary>
    public string? OtherSigningKey { get; init; }

    /// <summary>Of a session, however much it is used (ASVS 4.0.3, 3.3.2).</summary>
    [Range(typeof(TimeSpan), "00:05:00", "12:00:00")]
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>After which a session that nobody used ends (ASVS 4.0.3, 3.3.2).</summary>
    [Range(typeof(TimeSpan), "00:05:00", "12:00:00")]
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(30);
}

/// <summary>Who of the staff asks. As an endpoint's parameter it is the caller; the endpoint has to require staff.</summary>
/// <param name="SecondFactor">Whether the sign-in was with a code of an authenticator.</param>
sealed record StaffMember(Guid Id, string Email, Guid SessionId, IReadOnlyList<string> Roles, bool SecondFactor)
{
    public bool IsAdmin => Roles.Contains(Core.Accounts.Roles.Admin);

    /// <summary>An admin's password alone opens nothing.</summary>
    public bool MayWork => SecondFactor || !IsAdmin;

    public static StaffMember? Of(ClaimsPrincipal user) => (user as StaffPrincipal)?.Member;

    /// <summary>Binds an endpoint's parameter.</summary>
    public static ValueTask<StaffMember?> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context.User));
}

sealed class StaffPrincipal(StaffMember member) : ClaimsPrincipal(new ClaimsIdentity(StaffExtensions.Scheme))
{
    public StaffMember Member => member;
}
