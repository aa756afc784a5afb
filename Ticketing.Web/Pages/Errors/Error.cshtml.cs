using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Problems;
using Ticketing.Web.Api;
using Ticketing.Web.Localization;
using Ticketing.Web.Proxy;

namespace Ticketing.Web.Pages.Errors;

/// <summary>Shown in place of a page that does not exist or could not be made.</summary>
// The form that failed may be anything, and there is nothing to forge here.
[IgnoreAntiforgeryToken]
sealed class ErrorModel : PageModel
{
    public ErrorKind Kind { get; private set; }
    public string TraceId { get; private set; } = "";

    /// <summary>Where to ask for the page again, or for the form that could not be sent; nowhere when that would not help.</summary>
    public string? Again => Kind is ErrorKind.Busy or ErrorKind.NoCookies or ErrorKind.Unavailable or ErrorKind.Failed ? ShownPage.AddressOf(HttpContext) : null;

    public void OnGet() => Show();

    public void OnPost() => Show();

    /// <summary>A mail's link opens its booking for a while only.</summary>
    bool IsOfBooking() =>
        HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { } failed && failed.OriginalPath.StartsWith("/bookings/", StringComparison.Ordinal);

    void Show()
    {
        TraceId = Activity.Current?.Id ?? HttpContext.TraceIdentifier;
        if (Response.StatusCode == StatusCodes.Status200OK)
            Response.StatusCode = StatusCodes.Status404NotFound;

        Kind = Response.StatusCode switch
        {
            StatusCodes.Status404NotFound when IsOfBooking() => ErrorKind.BookingNotOpen,
            StatusCodes.Status404NotFound => ErrorKind.NotFound,
            StatusCodes.Status429TooManyRequests => ErrorKind.Busy,
            StatusCodes.Status503ServiceUnavailable => ErrorKind.Unavailable,
            >= 500 => ErrorKind.Failed,
            StatusCodes.Status400BadRequest when HttpMethods.IsPost(Request.Method) && !Request.Cookies.ContainsKey(PagesExtensions.FormCookie) => ErrorKind.NoCookies,
            _ => ErrorKind.BadRequest,
        };
    }
}

enum ErrorKind
{
    BadRequest,
    BookingNotOpen,
    Busy,
    NoCookies,
    NotFound,
    Unavailable,
    Failed,
}

/// <summary>People get a page that says what to do, scripts a problem document.</summary>
static class ErrorPages
{
    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            StatusCodeSelector = exception => exception is ApiException
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePagesWithReExecute("/error");
        // Inside the others, so that nothing is left for them to answer.
        app.UseWhen(ServiceProxy.IsFromScript, scripts => scripts.UseProblems());
    }
}
