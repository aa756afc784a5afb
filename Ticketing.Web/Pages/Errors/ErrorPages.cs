using Ticketing.Core.Problems;
using Ticketing.Web.Api;
using Ticketing.Web.Proxy;

namespace Ticketing.Web.Pages.Errors;

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
