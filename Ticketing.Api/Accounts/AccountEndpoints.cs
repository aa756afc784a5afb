using Microsoft.AspNetCore.Identity;
using Ticketing.Api.Edges;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Accounts;

/// <summary>Members' accounts, kept by ASP.NET Core Identity. Members of staff have one too; what they do as such is in <c>Staff/</c>.</summary>
static class AccountEndpoints
{
    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        builder.AddDataProtectionKeys("ticketing-api");
        builder.Services.AddOptions<SignInOptions>().BindConfiguration("SignIn").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddScoped<SignInGuard>();
        builder.Services.AddScoped<Credentials>();
        builder.Services.AddIdentityCore<Member>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                // Length is what counts (NIST SP 800-63B, 5.1.1.2); rules about characters make people write them down.
                identity.Password.RequiredLength = 10;
                identity.Password.RequireDigit = identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<TicketingDbContext>()
            .AddUserStore<MemberStore>()
            .AddDefaultTokenProviders();
    }

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/api/accounts").WithTags("Accounts").RequireRateLimiting(RateLimits.Accounts);
        accounts.MapPost("/login", LoginEndpoints.LogIn);
        accounts.MapPost("/logout", LoginEndpoints.LogOut).RequireAuthorization();
        accounts.MapPost("/password", PasswordEndpoints.Change).RequireAuthorization();
        routes.MapPost("/api/customers", CustomerEndpoints.Issue).WithTags("Accounts").RequireRateLimiting(RateLimits.Customers);
    }
}
