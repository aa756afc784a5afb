using Microsoft.AspNetCore.Http;

namespace Ticketing.Core.Customers;

/// <summary>
/// The cookie that carries a customer's token between pages. By its name's prefix browsers take it over TLS and from this host only, and
/// send it to nobody else; on their own machine they take plain http for as good.
/// </summary>
public static class CustomerCookie
{
    public const string Name = "__Host-ticketing-customer";

    public static void Write(HttpContext context, CustomerToken token)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(token);
        context.Response.Cookies.Append(Name, token.Token, Options(token.ExpiresAt));
    }

    public static void Delete(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Delete(Name, Options(expiresAt: null));
    }

    static CookieOptions Options(DateTimeOffset? expiresAt) => new()
    {
        Expires = expiresAt,
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = true,
    };
}

public static class CustomerRequest
{
    internal const string Bearer = "Bearer";

    /// <summary>
    /// The token by which a request is authenticated, if it is. A client that names its token means that one, whatever cookie its browser
    /// adds.
    /// </summary>
    public static string? CustomerToken(this HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
            return request.Cookies[CustomerCookie.Name];

        return authorization.StartsWith(Bearer + " ", StringComparison.OrdinalIgnoreCase) ? authorization[(Bearer.Length + 1)..].Trim() : null;
    }
}
