namespace Ticketing.Web.Discovery;

/// <summary>What search engines find, and what they are not to look for.</summary>
static class DiscoveryExtensions
{
    public static void AddDiscovery(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<PublicSiteOptions>()
            .Configure(options => options.PublicUrl = builder.Configuration.GetValue<Uri>("PublicUrl"))
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PublicSite>();
        builder.Services.AddSingleton<StructuredData>();
    }

    public static void MapDiscovery(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sitemap.xml", Sitemap.ShowAsync);
        routes.MapGet("/robots.txt", Robots.Show);
    }
}
