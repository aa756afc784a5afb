using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Ticketing.Web.Caching;
using Ticketing.Web.Proxy;

namespace Ticketing.Web.Localization;

/// <summary>
/// A page is in the language of its address: English below <c>/en</c>, else Korean. Who comes from elsewhere to an address without a language
/// is led on to their own, unless the page is kept, which is the same for all.
/// </summary>
static class Languages
{
    public const string Korean = "ko";
    public const string English = "en";

    public static IReadOnlyList<string> All { get; } = [Korean, English];

    const string Cookie = "__Host-ticketing-language";
    const string FetchSite = "Sec-Fetch-Site";

    static readonly PathString EnglishPages = "/en";
    static readonly object InEnglish = new();

    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public static bool IsKorean => Current == Korean;

    /// <summary>As Open Graph names them.</summary>
    public static string LocaleOf(string language) => language == Korean ? "ko_KR" : "en_US";

    /// <summary>The words in the page's language.</summary>
    public static T Choose<T>(T korean, T english) => IsKorean ? korean : english;

    /// <summary>Where a page of this site is in the page's language, given where it is in Korean; what is no page's address as it is.</summary>
    public static string Localize(string address) => Localize(address, Current);

    public static string Localize(string address, string language)
    {
        if (language == Korean || address is not ['/', ..] || address.StartsWith("//", StringComparison.Ordinal))
            return address;

        var path = new PathString(address.Split('?', '#')[0]);
        if (path.StartsWithSegments(EnglishPages, StringComparison.Ordinal) || ServiceProxy.IsForScripts(path))
            return address;

        // The first page is /en, without a slash at its end.
        return EnglishPages + (path == "/" ? address[1..] : address);
    }

    public static void AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<ProblemWords>();
        services.AddSingleton<Words>();
        services.AddRequestLocalization(options =>
        {
            options.SetDefaultCulture(Korean).AddSupportedCultures(Korean, English).AddSupportedUICultures(Korean, English);
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Task.FromResult(OfAddress(context))),
                new CookieRequestCultureProvider { CookieName = Cookie },
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
    }

    /// <summary>Belongs before routing, which knows pages by their address without the language.</summary>
    public static void UseLanguageAddresses(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(EnglishPages, StringComparison.Ordinal, out var page) && !ServiceProxy.IsForScripts(page))
        {
            context.Items[InEnglish] = true;
            context.Request.Path = page.HasValue ? page : new PathString("/");
        }

        return next(context);
    });

    /// <summary>Belongs after routing. Sends on who asks for another language than the address has, and keeps what they ask for.</summary>
    public static void UseLanguages(this IApplicationBuilder app)
    {
        app.UseRequestLocalization();
        app.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is null)
                return next(context);

            var isRead = HttpMethods.IsGet(context.Request.Method);
            if (AskedFor(context) is { } asked)
            {
                Remember(context, new RequestCulture(asked));
                if (isRead)
                    return LeadOn(context, asked);
            }

            // What a form of the page leads to would not tell any more who came from elsewhere.
            if (isRead && !IsKorean && !context.Items.ContainsKey(InEnglish) && context.Request.Headers.ContainsKey(FetchSite))
                return LeadOn(context, Current);

            return next(context);
        });
    }

    /// <summary>Null where the browser may say: the address has no language, and no page of ours led there, in which one was chosen.</summary>
    static ProviderCultureResult? OfAddress(HttpContext context)
    {
        if (context.Items.ContainsKey(InEnglish))
            return new ProviderCultureResult(English);
        if (AskedFor(context) is { } asked)
            return new ProviderCultureResult(asked);

        var from = context.Request.Headers[FetchSite].ToString();
        var isKept = context.Impersonal() is { KeptSeconds: > 0 } && !(context.Request.Path == "/" && from.Length > 0);
        return isKept || from == "same-origin" ? new ProviderCultureResult(Korean) : null;
    }

    /// <summary>The language that the address says beside its own; null where it says none that there is.</summary>
    static string? AskedFor(HttpContext context) => All.FirstOrDefault(language => context.Request.Query["culture"] == language);

    static Task LeadOn(HttpContext context, string language)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = Localize(UriHelper.Encode(new Uri(ShownPage.PathOf(context) + Rest(context), UriKind.Relative)), language);
        return Task.CompletedTask;
    }

    /// <summary>With what is asked of the page, such as one of its files.</summary>
    static QueryBuilder Rest(HttpContext context) => new(context.Request.Query.Where(part => part.Key != "culture"));

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

/// <summary>The address that leads to the page being shown in another language, and has the browser remember it.</summary>
static class LanguageLink
{
    public static string To(string language, HttpContext context) => ShownPage.PathOf(context) + QueryOf(language, context);

    /// <summary>Where a form of it that is not filled in yet is sent to, to be shown in another language with what was typed.</summary>
    public static string OfForm(string language, HttpContext context) =>
        Languages.Localize(ShownPage.PathOf(context), language) + new QueryBuilder(QueryOf(language, context)) { { "handler", "Language" } };

    static QueryBuilder QueryOf(string language, HttpContext context) => new(ShownPage.QueryOf(context)) { { "culture", language } };
}

/// <summary>The page on which people sign in, and come back from to the page being shown: with what they hold, in the middle of a purchase too.</summary>
static class SignInLink
{
    const string Page = "/account/login";

    public static string From(HttpContext context) => ShownPage.PathOf(context) switch
    {
        "/" => Page,
        var path when path.StartsWith("/account/", StringComparison.OrdinalIgnoreCase) => Page,
        var path => Page + new QueryBuilder { { "returnUrl", path + new QueryBuilder(ShownPage.QueryOf(context).Where(part => !OpensSomething(part.Key))) } },
    };

    /// <summary>What a mail's link carries stays out of other addresses, also where it could not be exchanged for a cookie just now.</summary>
    static bool OpensSomething(string name) => name is "link" or "token";
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
