namespace Ticketing.Web.Pages.Staff;

/// <summary>
/// Staff's token between pages. It is for this host alone, over https alone (browsers take their own machine for that), out of scripts'
/// reach, and comes with no request that another site began.
/// </summary>
static class StaffCookie
{
    public const string Name = "__Host-ticketing-staff";

    static readonly CookieOptions Options = new() { HttpOnly = true, IsEssential = true, Path = "/", SameSite = SameSiteMode.Strict, Secure = true };

    public static string? Read(HttpContext context) => context.Request.Cookies[Name];

    public static void Write(HttpContext context, StaffSignedIn session) =>
        context.Response.Cookies.Append(Name, session.Token, new CookieOptions(Options) { Expires = session.ExpiresAt });

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, Options);
}
