using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// Answers only requests that name this machine's loopback address, so that no site can point a name of its own here, and executes
/// commands only with a header that another site's page cannot send.
/// </summary>
sealed class LoopbackOnly(RequestDelegate next)
{
    const string CommandHeader = "X-Dashboard";

    static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]"];

    public Task InvokeAsync(HttpContext context)
    {
        var allowed = Hosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase)
            && (HttpMethods.IsGet(context.Request.Method) || context.Request.Headers.ContainsKey(CommandHeader));
        if (!allowed)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
