using Ticketing.Core.Problems;
using Ticketing.Web.Api;
using Ticketing.Web.Proxy;

namespace Ticketing.Web.Pages.Errors;

/// <summary>People get a page that says what to do, scripts a problem document.</summary>
static class ErrorPages
{
    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseWhen(ServiceProxy.IsFromScript, scripts => scripts.UseProblems());
        app.UseWhen(context => !ServiceProxy.IsFromScript(context), pages =>
        {
            pages.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error",
                StatusCodeSelector = exception => exception is ApiException
                    ? StatusCodes.Status503ServiceUnavailable
                    : StatusCodes.Status500InternalServerError,
            });
            pages.UseStatusCodePagesWithReExecute("/error");
        });
    }
}
