using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

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
    public static T Choose<T>(T korean, T english) => IsKorean ? korean : english;

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
    public static string To(string language, HttpContext context) => ShownPage.PathOf(context) + new QueryBuilder(ShownPage.QueryOf(context))
    {
        { "culture", language },
    };
}

/// <summary>The page on which people sign in, and come back from to the page being shown: with what they hold, in the middle of a purchase too.</summary>
static class SignInLink
{
    const string Page = "/account/login";

    public static string From(HttpContext context) => ShownPage.PathOf(context) switch
    {
        "/" => Page,
        var path when path.StartsWith("/account/", StringComparison.OrdinalIgnoreCase) => Page,
        _ => Page + new QueryBuilder { { "returnUrl", ShownPage.AddressOf(context) } },
    };
}

/// <summary>Where the page being shown is; an error page is shown at the address that failed.</summary>
static class ShownPage
{
    public static string PathOf(HttpContext context)
    {
        var request = context.Request;
        var path = context.Features.Get<IStatusCodeReExecuteFeature>() is { } failed
            ? $"{failed.OriginalPathBase}{failed.OriginalPath}"
            : $"{request.PathBase}{context.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? request.Path}";
        // With two slashes at its beginning, or what browsers take for them, it would name another site.
        return $"/{path.TrimStart('/', '\\')}";
    }

    /// <summary>Its address within the site, without what only says how it is shown.</summary>
    public static string AddressOf(HttpContext context) => PathOf(context) + new QueryBuilder(QueryOf(context));

    /// <summary>Without what only says how it is shown.</summary>
    public static IEnumerable<KeyValuePair<string, StringValues>> QueryOf(HttpContext context)
    {
        IEnumerable<KeyValuePair<string, StringValues>> query = context.Features.Get<IStatusCodeReExecuteFeature>() is { } failed
            ? QueryHelpers.ParseQuery(failed.OriginalQueryString)
            : context.Request.Query;
        return query.Where(part => part.Key is not ("culture" or "handler"));
    }
}
