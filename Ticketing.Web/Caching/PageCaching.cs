using System.Net.Mime;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Ticketing.Core.Customers;

namespace Ticketing.Web.Caching;

/// <summary>Pages that are the same for everybody may be kept for some seconds, and go out compressed.</summary>
static class PageCaching
{
    public static void AddPageCaching(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IResponseCompressionProvider, ImpersonalCompression>();
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [MediaTypeNames.Text.Html];
        });
    }

    public static void UsePageCaching(this IApplicationBuilder app)
    {
        app.UseResponseCompression();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(SayHowLong, context);
            return next(context);
        });
    }

    /// <summary>The page being made is the same for everybody, as its address has it; a page that says what went wrong is another.</summary>
    public static ImpersonalAttribute? Impersonal(this HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ImpersonalAttribute>();

    /// <summary>Whether nothing of the visitor is in it.</summary>
    static bool IsForAnybody(HttpContext context) => Customer.Of(context.User) is not { IsMember: true };

    static Task SayHowLong(object state)
    {
        var context = (HttpContext)state;
        var response = context.Response;
        if (context.Impersonal() is not { KeptSeconds: > 0 and var seconds } || response.StatusCode != StatusCodes.Status200OK)
            return Task.CompletedTask;

        // Also where it is a member's, so that nobody shows them what was kept of others.
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Cookie);
        // From elsewhere it leads to the browser's language.
        if (context.Request.Path == "/")
            response.Headers.Append(HeaderNames.Vary, "Accept-Language, Sec-Fetch-Site");
        if (IsForAnybody(context))
            response.Headers.CacheControl = $"public, max-age={seconds}";
        return Task.CompletedTask;
    }

    /// <summary>
    /// The length of a compressed page tells which words of an address it repeats (BREACH). So there must be nothing to guess: no form's
    /// token, no e-mail address.
    /// </summary>
    sealed class ImpersonalCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
    {
        public override bool ShouldCompressResponse(HttpContext context) =>
            context.Impersonal() is not null && IsForAnybody(context) && base.ShouldCompressResponse(context);
    }
}
