using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Problems;
using Ticketing.Core.Security;

namespace Ticketing.Web.Pages;

/// <summary>
/// 400 for an address that says something that its page cannot read, a number that is none, say, and for a form that the page does not
/// have; 405 for methods that pages have no answer to. Forms explain their own errors: that they do is recorded here.
/// </summary>
sealed class ReadableAddress(SecurityEvents events) : IPageFilter
{
    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var method = context.HttpContext.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsPost(method))
        {
            // RFC 9110, 15.5.6: it has to say which ones there are.
            context.HttpContext.Response.Headers.Allow = "GET, HEAD, POST";
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
        }
        // Without a handler Razor would draw the page although nothing has been read for it, and fail.
        else if (HttpMethods.IsGet(method) ? !context.ModelState.IsValid : context.HandlerMethod is null)
            context.Result = new BadRequestResult();
    }

    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
        if (context is { Result: PageResult, ModelState.IsValid: false, HttpContext.Response.StatusCode: StatusCodes.Status200OK })
            events.Record(SecurityEventKind.InputRefused, context.HttpContext, StatusCodes.Status200OK, ProblemCodes.ValidationFailed);
    }
}
