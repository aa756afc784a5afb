using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Ticketing.Api.Edges;
using Ticketing.Core.Accounts;
using Ticketing.Core.Accounts.Passwords;
using Ticketing.Core.Database;

namespace Ticketing.Api.Accounts;

/// <summary>Members and staff: ASP.NET Core Identity's own endpoints, with bearer tokens.</summary>
static class AccountEndpoints
{
    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        builder.AddDataProtectionKeys("ticketing-api");
        builder.Services.AddIdentityApiEndpoints<Member>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                // The name is the address, which was checked as one, and may have other characters.
                identity.User.AllowedUserNameCharacters = "";
                identity.SignIn.RequireConfirmedEmail = true;
            })
            .AddPasswordRules()
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<TicketingDbContext>()
            .AddUserStore<MemberStore>();
    }

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/accounts").WithTags("Accounts").RequireRateLimiting(RateLimits.Accounts).AddEndpointFilter(NameFailedLogin)
            .MapIdentityApi<Member>().Finally(AuthenticateByIdentity);
        routes.MapPost("/api/customers", CustomerEndpoints.Issue).WithTags("Accounts").RequireRateLimiting(RateLimits.Customers);
    }

    /// <summary>A wrong password is not a missing customer's token, which other answers of 401 mean.</summary>
    static async ValueTask<object?> NameFailedLogin(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if ((answer as INestedHttpResult)?.Result is ProblemHttpResult { StatusCode: StatusCodes.Status401Unauthorized } problem)
            problem.ProblemDetails.Extensions["code"] = "login_failed";
        return answer;
    }

    /// <summary>The default scheme is that of customers, who are known by another token.</summary>
    static void AuthenticateByIdentity(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<IAuthorizeData>().Any())
            endpoint.Metadata.Add(new AuthorizeAttribute { AuthenticationSchemes = IdentityConstants.BearerScheme });
    }
}
