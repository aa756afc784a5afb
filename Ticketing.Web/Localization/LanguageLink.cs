using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Extensions;

namespace Ticketing.Web.Localization;

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
