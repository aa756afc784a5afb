using System.Security.Claims;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.IdentityModel.JsonWebTokens;
using Ticketing.Core.Customers;

namespace Ticketing.Web.Customers;

/// <summary>Makes everybody who opens a page a customer: who has no valid cookie gets a guest's.</summary>
static class GuestCustomers
{
    static readonly object Issued = new();

    /// <summary>Belongs between authentication and authorization.</summary>
    public static void UseGuestCustomers(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null && Customer.Of(context.User) is null)
            SignIn(context, context.RequestServices.GetRequiredService<CustomerTokens>().Issue(Guid.NewGuid()));

        return next(context);
    });

    /// <summary>The customer's token, also on the request that it was issued on.</summary>
    public static string? TokenOf(HttpContext context) =>
        context.Items[Issued] as string ?? context.Request.Cookies[CustomerCookie.Name];

    /// <summary>Gives the browser another customer's token, e.g. a member's after login.</summary>
    public static void SignIn(HttpContext context, CustomerToken token)
    {
        CustomerCookie.Write(context, token);
        context.Items[Issued] = token.Token;
        // The same claims as authentication finds on the next request, so that this page's antiforgery tokens still hold then.
        var claims = new JsonWebToken(token.Token).Claims;
        context.User = new ClaimsPrincipal(
            new ClaimsIdentity(claims, CustomerExtensions.Scheme, CustomerClaims.Id, CustomerClaims.Role));
    }
}
