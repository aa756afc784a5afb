namespace Ticketing.Api.Catalogue;

/// <summary>Successful answers are kept for a minute, here and by everybody on the way to the browser.</summary>
static class CatalogueCache
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static RouteGroupBuilder CacheForAMinute(this RouteGroupBuilder group) => group
        .CacheOutput(policy => policy.Expire(Minute).SetVaryByQuery("film", "cinema", "date"))
        .AddEndpointFilter(async (context, next) =>
        {
            var answer = await next(context);
            var plain = answer is INestedHttpResult nested ? nested.Result : answer;
            if (plain is IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK })
                context.HttpContext.Response.Headers.CacheControl = "public, max-age=60";
            return answer;
        });
}
