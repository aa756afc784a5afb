using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Ticketing.Api.Edges;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

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
                // Length is what counts (NIST SP 800-63B, 5.1.1.2); rules about characters make people write them down.
                identity.Password.RequiredLength = 10;
                identity.Password.RequireDigit = identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<TicketingDbContext>()
            .AddUserStore<MemberStore>();
    }

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/accounts").WithTags("Accounts").RequireRateLimiting(RateLimits.Accounts).AddEndpointFilter(RefuseCookies).AddEndpointFilter(NameFailedLogin)
            .MapIdentityApi<Member>().Finally(AuthenticateByIdentity);
        routes.MapPost("/api/customers", CustomerEndpoints.Issue).WithTags("Accounts").RequireRateLimiting(RateLimits.Customers);
    }

    /// <summary>Identity's own sign-in offers a cookie; ours is web's to set.</summary>
    static async ValueTask<object?> RefuseCookies(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        string[] asked = ["useCookies", "useSessionCookies"];
        return asked.FirstOrDefault(context.HttpContext.Request.Query.ContainsKey) is { } name
            ? Problem.Validation((name, "Tokens only."))
            : await next(context);
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
