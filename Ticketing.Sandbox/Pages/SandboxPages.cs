using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ticketing.Sandbox.Pages;

/// <summary>What the checkout and the inbox have in common: server-rendered components, one style sheet, a strict content policy.</summary>
static class SandboxPages
{
    const string ContentPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void AddSandboxPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        // Korean as it is, not as entities.
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }

    public static void MapSandboxPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => TypedResults.LocalRedirect("/inbox"));
        routes.MapGet("/assets/sandbox.css", () => Asset("sandbox.css", "text/css"));
        routes.MapGet("/assets/checkout.js", () => Asset("checkout.js", "text/javascript"));
    }

    /// <summary>Marks every answer of a group as a page: never stored, and allowed nothing but its own parts.</summary>
    public static TBuilder AsPages<TBuilder>(this TBuilder group)
        where TBuilder : IEndpointConventionBuilder => group.AddEndpointFilter<TBuilder>(async (context, next) =>
        {
            var headers = context.HttpContext.Response.Headers;
            headers.CacheControl = "no-store";
            headers.ContentSecurityPolicy = ContentPolicy;
            headers["Referrer-Policy"] = "no-referrer";
            return await next(context);
        });

    // Embedded, so that the sandbox is whole wherever its assembly is started from.
    static FileStreamHttpResult Asset(string name, string type) => TypedResults.Stream(
        typeof(SandboxPages).Assembly.GetManifestResourceStream($"Ticketing.Sandbox.Pages.{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded."),
        type);
}

/// <summary>303: the form was taken; look there with a GET.</summary>
sealed class SeeOther(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
