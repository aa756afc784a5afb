using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Ticketing.Core.Requests;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>
/// Keeps a mail's link in the browser that it was opened in, for one booking and half an hour, so that it need not be in the address. Only
/// this app can read the cookie, and when its time is over nobody: what somebody copies from it opens nothing tomorrow.
/// </summary>
sealed class LinkCookies(IDataProtectionProvider protection)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    // The prefix makes browsers refuse it from any other host of the domain, and without Secure.
    const string Prefix = "__Host-ticketing-booking-";

    public void Write(HttpResponse response, string reference, OpaqueToken link) => response.Cookies.Append(
        Prefix + reference,
        ProtectorOf(reference).Protect(link.ToString(), Lifetime),
        new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Lifetime,
            Path = "/",
            // Strict would leave it out when the mail is what leads here.
            SameSite = SameSiteMode.Lax,
            Secure = true,
        });

    /// <summary>Null where the browser has none for this booking, or has had it too long.</summary>
    public OpaqueToken? Read(HttpRequest request, string reference)
    {
        if (request.Cookies[Prefix + reference] is not { Length: > 0 } cookie)
            return null;

        try
        {
            return OpaqueToken.Parse(ProtectorOf(reference).Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    ITimeLimitedDataProtector ProtectorOf(string reference) =>
        protection.CreateProtector("Ticketing.Web.MailLink", reference).ToTimeLimitedDataProtector();
}
