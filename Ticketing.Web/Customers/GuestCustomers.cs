using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Ticketing.Core.Customers;
using Ticketing.Core.Problems;
using Ticketing.ServiceDefaults;
using Ticketing.Web.Caching;

namespace Ticketing.Web.Customers;

/// <summary>
/// Makes a customer of whoever has no valid cookie: a page that is made for its visitor does, and where the page is the same for everybody
/// its script, before it holds seats or takes a place.
/// </summary>
static class GuestCustomers
{
    static readonly object Issued = new();

    public static void AddGuestCustomers(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<GuestOptions>().BindConfiguration("Guests").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<GuestLimits>();
    }

    /// <summary>Belongs between authentication and authorization. Answers 429 where there are too many new guests.</summary>
    public static void UseGuestCustomers(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // What is the same for everybody needs no customer to be read, the page that says what went wrong needs none, and staff are none.
        if (context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not { } page
            || page.ViewEnginePath.StartsWith("/Staff/", StringComparison.Ordinal)
            || (context.Impersonal() is not null && HttpMethods.IsGet(context.Request.Method))
            || context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            return next(context);

        if (IsCustomer(context))
            return next(context);

        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return Task.CompletedTask;
    });

    /// <summary>For scripts: 204 once the browser is a customer, which it may have been.</summary>
    public static void MapGuests(this IEndpointRouteBuilder routes) => routes.MapPost("/guest", Results<NoContent, ProblemHttpResult> (HttpContext context) =>
        IsCustomer(context)
            ? TypedResults.NoContent()
            : Problem.TooManyRequests(ProblemCodes.TooManyRequests, "There are too many new guests in this network."));

    /// <summary>Makes the visitor a guest who is no customer; false where there are too many new ones, with the time to wait in the answer.</summary>
    static bool IsCustomer(HttpContext context)
    {
        if (Customer.Of(context.User) is not null)
            return true;
        if (!context.RequestServices.GetRequiredService<GuestLimits>().Allow(context))
        {
            context.Response.Headers.RetryAfter = "2";
            return false;
        }

        SignIn(context, context.RequestServices.GetRequiredService<CustomerTokens>().Issue(Guid.NewGuid()));
        return true;
    }

    /// <summary>The customer's token, also on the request that it was issued on; null where the request's own is not valid.</summary>
    public static string? TokenOf(HttpContext context) =>
        context.Items[Issued] as string ?? (Customer.Of(context.User) is null ? null : context.Request.CustomerToken());

    /// <summary>Makes the browser the token's customer's.</summary>
    public static void SignIn(HttpContext context, CustomerToken token)
    {
        CustomerCookie.Write(context, token);
        context.Items[Issued] = token.Token;
        // The same claims as authentication finds on the next request, so that this page's antiforgery tokens still hold then.
        var claims = new JsonWebToken(token.Token).Claims;
        context.User = new ClaimsPrincipal(
            new ClaimsIdentity(claims, CustomerExtensions.Scheme, CustomerClaims.Id, roleType: null));
    }
}

/// <summary>Settings, section <c>Guests</c>: how many new guests there may be from one client network, at each replica.</summary>
sealed class GuestOptions
{
    /// <summary>At once: a carrier's customers may share one address.</summary>
    [Range(1, 10_000_000)]
    public int Burst { get; set; } = 2_000;

    /// <summary>Per second, from then on.</summary>
    [Range(1, 10_000_000)]
    public int PerSecond { get; set; } = 20;
}

/// <summary>A guest costs nothing, and has a lot in every draw: a program must not be any number of them.</summary>
sealed class GuestLimits(IOptions<GuestOptions> options) : IDisposable
{
    readonly PartitionedRateLimiter<IPAddress> networks = PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        network => RateLimitPartition.GetTokenBucketLimiter(network, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.Burst,
            TokensPerPeriod = options.Value.PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    /// <summary>Whether there may be one more from where the request comes from.</summary>
    public bool Allow(HttpContext context)
    {
        using var lease = networks.AttemptAcquire(ClientNetwork.Of(context) ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public void Dispose() => networks.Dispose();
}
