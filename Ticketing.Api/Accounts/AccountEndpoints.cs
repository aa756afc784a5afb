using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Ticketing.Api.Edges;
using Ticketing.Core.Accounts;
using Ticketing.Core.Accounts.Passwords;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;

namespace Ticketing.Api.Accounts;

/// <summary>Members' accounts, kept by ASP.NET Core Identity. Members of staff have one too; what they do as such is in <c>Staff/</c>.</summary>
static class AccountEndpoints
{
    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        builder.AddDataProtectionKeys("ticketing-api");
        builder.Services.AddOptions<SignInOptions>().BindConfiguration("SignIn").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddScoped<SignInGuard>();
        builder.Services.AddSingleton<PasswordTurns>();
        builder.Services.AddScoped<Credentials>();
        builder.Services.AddScoped<ChangePassword>();
        builder.Services.AddScoped<MemberSessions>();
        builder.Services.AddIdentityCore<Member>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                // The name is the address, which was checked as one, and may have other characters.
                identity.User.AllowedUserNameCharacters = "";
                identity.SignIn.RequireConfirmedEmail = true;
            })
            .AddPasswordRules()
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
        var own = accounts.MapGroup("").RequireAuthorization().AddEndpointFilter<RecentSignIn>();
        own.MapGet("/data", OwnData.Export);
        own.MapSessions();
        routes.MapPost("/api/customers", CustomerEndpoints.Issue).WithTags("Accounts").RequireRateLimiting(RateLimits.Customers);
    }
}

/// <summary>Hands out the token by which every service knows a new guest; a member's comes with the log-in.</summary>
static class CustomerEndpoints
{
    public static Ok<CustomerResponse> Issue(HttpResponse response, CustomerTokens tokens, TimeProvider time)
    {
        response.Headers.CacheControl = "no-store";
        var guest = Guid.CreateVersion7(time.GetUtcNow());
        return TypedResults.Ok(tokens.Issue(guest).ToResponse(guest));
    }
}

static class IssuedTokens
{
    public static CustomerResponse ToResponse(this CustomerToken token, Guid customerId) => new(customerId, token.Token, token.ExpiresAt);
}
