using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Pages.Errors;

namespace Ticketing.Tests.Web;

/// <summary>A page that cannot be had now says where to ask again: for itself, or for the form that could not be sent.</summary>
public sealed class ErrorPageTests
{
    [Theory]
    [InlineData(429, "/films/3", "?date=2026-12-24", "/films/3?date=2026-12-24")]
    [InlineData(503, "/showings/7/checkout", "?hold=a&handler=Release", "/showings/7/checkout?hold=a")]
    [InlineData(503, "//other.example", "", "/other.example")]
    [InlineData(404, "/films/3", "", null)]
    [InlineData(400, "/films/3", "?date=x", null)]
    public void Again_WhenAStatusWasAnswered_IsTheAddressThatWasAskedFor(int status, string path, string query, string? again)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IStatusCodeReExecuteFeature>(new StatusCodeReExecuteFeature { OriginalPathBase = "", OriginalPath = path, OriginalQueryString = query });

        AgainOf(context, status).ShouldBe(again);
    }

    [Fact]
    public void Again_WhenAPageFailed_IsTheAddressThatWasAskedFor()
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IExceptionHandlerPathFeature>(new ExceptionHandlerFeature { Error = new InvalidOperationException(), Path = "/bookings/ACDEFGHJKM/cancel" });
        context.Request.Path = "/error";
        context.Request.QueryString = new QueryString("?seats=13");

        AgainOf(context, 503).ShouldBe("/bookings/ACDEFGHJKM/cancel?seats=13");
    }

    static string? AgainOf(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        var page = new ErrorModel { PageContext = new PageContext { HttpContext = context } };
        page.OnPost();
        return page.Again;
    }
}
