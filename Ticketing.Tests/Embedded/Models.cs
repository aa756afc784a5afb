namespace Ticketing.Tests.Embedded;

static class Models
{
    /// <summary>An empty app model beside the sample's web project.</summary>
    public static DistributedApplicationBuilder Create(string[]? args = null, string? directory = null, bool isUnderTest = true) =>
        new(args ?? [], new("AppHost", directory ?? Directory.CreateDirectory(Path.Combine(Projects.Web.Solution, "AppHost")).FullName, isUnderTest));

    /// <summary>What a process of the resource would be started with, all its endpoints being on one port.</summary>
    public static Task<ResourceConfiguration> ResolveAsync(this DistributedApplicationBuilder builder, IResource resource, int port = 4711, int ownPort = 4712)
    {
        foreach (var endpoint in builder.Resources.SelectMany(r => r.Annotations.OfType<EndpointAnnotation>()))
            endpoint.AllocatedEndpoint = new(endpoint, "localhost", port);
        var ports = resource.Annotations.OfType<EndpointAnnotation>().ToDictionary(e => e, _ => ownPort);
        return ResourceConfiguration.ResolveAsync(resource, builder.ExecutionContext, new("web-1", ports), CancellationToken.None);
    }

    public static async Task<string> PublishAsync(Action<IDistributedApplicationBuilder> describe)
    {
        var path = Path.Combine(Projects.Web.Solution, "AppHost", $"{Guid.NewGuid():N}.json");
        var builder = Create(["--publisher", "manifest", "--output-path", path]);
        describe(builder);
        await using var application = builder.Build();
        await application.RunAsync();
        return await File.ReadAllTextAsync(path);
    }
}
