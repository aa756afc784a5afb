using Ticketing.Core.Problems;
using Ticketing.Core.Security;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Ticketing.Web.Proxy;

/// <summary>
/// The way of browsers' scripts to seat-holds and api, for development and small installations; in production the ingress
/// sends these paths there directly.
/// </summary>
static class ServiceProxy
{
    const string SeatHolds = "seat-holds";
    const string Api = "api";

    /// <summary>Of an answer that is under way: a seat stream shows every 15 s that it lives.</summary>
    static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    public static void AddServiceProxy(this WebApplicationBuilder builder) =>
        builder.Services.AddReverseProxy().LoadFromMemory(
            [
                Route("live", SeatHolds, "/live/{**rest}", HttpMethods.Get),
                Route("holds", SeatHolds, "/api/showings/{showingId}/holds/{**rest}"),
                Route("waiting-rooms", SeatHolds, "/api/waiting-rooms/{**rest}"),
                Route("api", Api, "/api/{**rest}"),
            ],
            [
                Cluster(SeatHolds, builder.Configuration),
                Cluster(Api, builder.Configuration),
            ]);

    public static void MapServiceProxy(this WebApplication app)
    {
        // The provider calls api itself: nothing from a browser is a payment's webhook.
        app.Map("/api/payments/{**rest}", () => Problem.NotFound(ProblemCodes.NotFound, "Nothing is here."));
        app.MapReverseProxy(proxy => proxy.Use(EndWithThisProcess)).WithMetadata(new AnsweredElsewhere());
    }

    /// <summary>A seat stream has no end of its own: browsers come back to whoever still serves.</summary>
    static async Task EndWithThisProcess(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.Value!.EndsWith("/stream", StringComparison.Ordinal))
        {
            await next(http);
            return;
        }

        var lifetime = http.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        using var end = lifetime.ApplicationStopping.Register(http.Abort);
        await next(http);
    }

    /// <summary>Whether a script asks, which wants a problem document where a person wants a page.</summary>
    public static bool IsFromScript(HttpContext context) => IsForScripts(context.Request.Path);

    /// <summary>Whether a service is there and no page.</summary>
    public static bool IsForScripts(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/live");

    static RouteConfig Route(string id, string cluster, string path, params string[] methods) => new()
    {
        RouteId = id,
        ClusterId = cluster,
        Match = new RouteMatch { Path = path, Methods = methods is [] ? null : methods },
        // By which a service tells this site's own pages from another's.
        Transforms = [new Dictionary<string, string> { ["RequestHeaderOriginalHost"] = "true" }],
    };

    static ClusterConfig Cluster(string service, ConfigurationManager configuration) => new()
    {
        ClusterId = service,
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = LongestSilence },
        Destinations = configuration.GetSection($"services:{service}:http").GetChildren().ToDictionary(
            address => address.Key,
            address => new DestinationConfig { Address = address.Value! }),
    };
}
