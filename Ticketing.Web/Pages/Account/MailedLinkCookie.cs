namespace Ticketing.Web.Pages.Account;

/// <summary>
/// Keeps what the link of a mail carried until its page's form is sent, so that it leaves the address bar, the history and what the
/// browser tells other sites. Only a form uses it: programs that try the links of mails do no harm.
/// </summary>
static class MailedLinkCookie
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    public static string? Read(HttpContext context, MailedLink link) => context.Request.Cookies[NameOf(link)];

    public static void Write(HttpContext context, MailedLink link, string token) =>
        context.Response.Cookies.Append(NameOf(link), token, Options(Lifetime));

    public static void Delete(HttpContext context, MailedLink link) => context.Response.Cookies.Delete(NameOf(link), Options(lifetime: null));

    static string NameOf(MailedLink link) => link == MailedLink.Confirm ? "__Host-ticketing-confirm" : "__Host-ticketing-reset";

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
