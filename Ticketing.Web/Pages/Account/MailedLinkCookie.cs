namespace Ticketing.Web.Pages.Account;

/// <summary>
/// Keeps what the link of a mail carried until its page's form is sent, so that it leaves the address bar, the history and what the
/// browser tells other sites. Only a form uses it: programs that try the links of mails do no harm.
/// </summary>
static class MailedLinkCookie
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    // Makes browsers refuse it from any other host of the domain, and without Secure.
    const string Prefix = "__Host-ticketing-";

    /// <param name="purpose">What links of this kind are for: the rest of the cookie's name.</param>
    public static string? Read(HttpContext context, string purpose) => context.Request.Cookies[Prefix + purpose];

    public static void Write(HttpContext context, string purpose, string token) =>
        context.Response.Cookies.Append(Prefix + purpose, token, Options(Lifetime));

    public static void Delete(HttpContext context, string purpose) => context.Response.Cookies.Delete(Prefix + purpose, Options(lifetime: null));

    static CookieOptions Options(TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = lifetime,
        Path = "/",
        // Strict would leave it out when a mail's page leads here.
        SameSite = SameSiteMode.Lax,
        Secure = true,
    };
}
