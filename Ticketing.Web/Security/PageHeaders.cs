using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.Extensions.Options;

namespace Ticketing.Web.Security;

/// <summary>Settings, section <c>Payments</c>.</summary>
sealed class CheckoutPageOptions
{
    /// <summary>Where the payment provider's checkout page is: each a scheme and a host. The forms that lead there may lead nowhere else.</summary>
    [Required, MinLength(1)]
    public Uri[] CheckoutOrigins { get; set; } = [];
}

/// <summary>What browsers may do with our pages: nothing but what this site itself serves.</summary>
static class PageHeaders
{
    const string Permissions = "Permissions-Policy";

    public static void AddPageHeaders(this IHostApplicationBuilder builder) =>
        builder.Services.AddOptions<CheckoutPageOptions>().BindConfiguration("Payments").ValidateDataAnnotations()
            .Validate(options => options.CheckoutOrigins.All(IsSchemeAndHost), "Payments:CheckoutOrigins are schemes and hosts, no patterns.")
            .ValidateOnStart();

    public static void UsePageHeaders(this IApplicationBuilder app)
    {
        var policy = ContentSecurityPolicy(app.ApplicationServices.GetRequiredService<IOptions<CheckoutPageOptions>>().Value);
        // Whoever writes a cookie, and over plain http too: browsers take secure ones from their own machine.
        app.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.Always, HttpOnly = HttpOnlyPolicy.Always, MinimumSameSitePolicy = SameSiteMode.Lax });
        app.Use((context, next) =>
        {
            context.Response.OnStarting(
                () =>
                {
                    var headers = context.Response.Headers;
                    headers.ContentSecurityPolicy = policy;
                    // What is asked for by an address that others must not learn says something stricter.
                    if (!headers.ContainsKey("Referrer-Policy"))
                        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
                    if (!headers.ContainsKey(Permissions))
                        headers[Permissions] = "camera=(), geolocation=(), microphone=()";
                    headers["Cross-Origin-Opener-Policy"] = "same-origin";
                    return Task.CompletedTask;
                });
            return next(context);
        });
    }

    /// <summary>For a page whose scripts ask the visitor where he is: they alone may.</summary>
    public static void AllowGeolocation(this HttpResponse response) => response.Headers[Permissions] = "camera=(), geolocation=(self), microphone=()";

    static bool IsSchemeAndHost(Uri origin) =>
        origin is { IsAbsoluteUri: true, PathAndQuery: "/" } && Uri.CheckHostName(origin.Host) is UriHostNameType.Dns or UriHostNameType.IPv4;

    // form-action also binds the redirect that follows a form to the payment provider's page.
    static string ContentSecurityPolicy(CheckoutPageOptions checkout) =>
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
        $"form-action 'self' {string.Join(' ', checkout.CheckoutOrigins.Select(origin => origin.GetLeftPart(UriPartial.Authority)))}; " +
        "base-uri 'none'; frame-ancestors 'none'";
}
