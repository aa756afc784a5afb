using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Ticketing.Core.Bookings;
using Ticketing.Core.Requests;

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
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-store";
        if (http.Request.Query.ContainsKey(Link) && http.GetRouteValue("reference") is string reference)
            context.Result = await ExchangeAsync(http, reference);
        else
            await next();
    }

    async Task<IActionResult> ExchangeAsync(HttpContext http, string reference)
    {
        var request = http.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
            || !BookingReference.IsGood(reference)
            || OpaqueToken.Parse(request.Query[Link]) is not { } link
            || await bookings.FindAsync(BookingAddress.OfMail(reference, link), http.RequestAborted) is null)
            return new NotFoundResult();

        cookies.Write(http.Response, reference, link);
        var others = new QueryBuilder(request.Query.Where(part => part.Key != Link));
        return SeeOther.To($"{request.Path}{others}");
    }
}
