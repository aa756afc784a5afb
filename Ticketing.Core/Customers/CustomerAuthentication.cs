using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Ticketing.Core.Problems;

namespace Ticketing.Core.Customers;

/// <summary>
/// Tells who a request is from by the token in <c>Authorization: Bearer</c>, else in the cookie. Written for the crowd: ASP.NET Core's
/// handler for bearer tokens costs as much as holding seats does, mostly for what customers' tokens do not have.
/// </summary>
sealed class CustomerAuthentication(KnownCustomers customers) : IAuthenticationHandler
{
    HttpContext http = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        http = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() =>
        http.Request.CustomerToken() is { Length: > 0 } token ? customers.AuthenticateAsync(token) : Task.FromResult(AuthenticateResult.NoResult());

    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        http.Response.Headers.WWWAuthenticate = CustomerRequest.Bearer;
        return Problem.OfStatus(StatusCodes.Status401Unauthorized).ExecuteAsync(http);
    }

    public Task ForbidAsync(AuthenticationProperties? properties) => Problem.OfStatus(StatusCodes.Status403Forbidden).ExecuteAsync(http);
}
