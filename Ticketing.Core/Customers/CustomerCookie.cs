using Microsoft.AspNetCore.Http;

namespace Ticketing.Core.Customers;

/// <summary>The cookie that carries a customer's token between pages.</summary>
public static class CustomerCookie
{
    public const string Name = "ticketing-customer";

    public static void Write(HttpContext context, CustomerToken token)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(token);
        context.Response.Cookies.Append(Name, token.Token, Options(context, token.ExpiresAt));
    }

    public static void Delete(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Delete(Name, Options(context, expiresAt: null));
    }

    static CookieOptions Options(HttpContext context, DateTimeOffset? expiresAt) => new()
    {
        Expires = expiresAt,
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    };
}
