using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Ticketing.Core.Bookings;
using Ticketing.Core.Requests;
using Ticketing.Core.Security;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>
/// Takes a mail's link out of the address as soon as it comes: checked once, it goes into a cookie, and the browser to the same page without
/// it. So no later log, history, referrer or shared screen has it.
/// </summary>
sealed class LinkExchange(BookingClient bookings, LinkCookies cookies) : IAsyncPageFilter
{
    const string Link = "link";

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var reference = http.Request.Query.ContainsKey(Link) ? http.GetRouteValue("reference") as string : null;
        // A page without any referrer would send its forms from an origin of null, as another site's page can, too.
        http.Response.Headers["Referrer-Policy"] = reference is null ? "same-origin" : "no-referrer";
        http.Response.Headers.CacheControl = "no-store";
        if (reference is not null)
            context.Result = await ExchangeAsync(http, reference);
        else if ((await next()).Result is NotFoundResult)
            http.SetRefusalReason("booking_not_found");
    }

    async Task<IActionResult> ExchangeAsync(HttpContext http, string reference)
    {
        var request = http.Request;
        if (!HttpMethods.IsGet(request.Method)
            || !BookingReference.IsGood(reference)
            || OpaqueToken.Parse(request.Query[Link]) is not { } link
            || await bookings.FindAsync(BookingAddress.OfMail(reference, link), http.RequestAborted) is null)
        {
            http.SetRefusalReason("booking_link_wrong");
            return new NotFoundResult();
        }

        cookies.Write(http.Response, reference, link);
        var others = new QueryBuilder(request.Query.Where(part => part.Key != Link));
        return SeeOther.To($"{request.Path}{others}");
    }
}

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
