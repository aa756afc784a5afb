using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Localization;

namespace Ticketing.Web.Localization;

/// <summary>Korean unless the address, the cookie or the browser asks for English.</summary>
static class Languages
{
    public const string Korean = "ko";
    public const string English = "en";

    const string Cookie = "__Host-ticketing-language";

    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public static bool IsKorean => Current == Korean;

    /// <summary>The words in the page's language.</summary>
    public static string Choose(string korean, string english) => IsKorean ? korean : english;

    public static void AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<ProblemWords>();
        services.AddSingleton<Words>();
        services.AddRequestLocalization(options =>
        {
            options.SetDefaultCulture(Korean).AddSupportedCultures(Korean, English).AddSupportedUICultures(Korean, English);
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders.OfType<CookieRequestCultureProvider>().Single().CookieName = Cookie;
        });
    }

    /// <summary>Chooses the request's language, and keeps for later pages one that the address asks for.</summary>
    public static void UseLanguages(this IApplicationBuilder app)
    {
        app.UseRequestLocalization();
        app.Use((context, next) =>
        {
            if (context.Features.Get<IRequestCultureFeature>() is { Provider: QueryStringRequestCultureProvider } asked)
                Remember(context, asked.RequestCulture);

            return next(context);
        });
    }

    static void Remember(HttpContext context, RequestCulture culture) => context.Response.Cookies.Append(
        Cookie,
        CookieRequestCultureProvider.MakeCookieValue(culture),
        new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(365),
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = true,
        });
}

/// <summary>The address of the page being shown, in another language.</summary>
static class LanguageLink
{
    public static string To(string language, HttpContext context)
    {
        var request = context.Request;
        // An error page is shown at the address that failed.
        var failed = context.Features.Get<IStatusCodeReExecuteFeature>();
        var path = failed is null ? $"{request.PathBase}{request.Path}" : $"{failed.OriginalPathBase}{failed.OriginalPath}";
        var query = new QueryBuilder(request.Query.Where(part => part.Key is not ("culture" or "handler")))
        {
            { "culture", language },
        };
        // With two slashes at its beginning, or what browsers take for them, it would name another site.
        return $"/{path.TrimStart('/', '\\')}{query.ToQueryString()}";
    }
}
