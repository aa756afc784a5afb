using System.Globalization;
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
