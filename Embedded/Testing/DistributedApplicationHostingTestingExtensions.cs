using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

/// <summary>Reaches the resources of a started application.</summary>
public static class DistributedApplicationHostingTestingExtensions
{
    /// <summary>A client whose base address is the endpoint, by default the resource's HTTP one.</summary>
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = app.GetEndpoint(resourceName, endpointName);
        return client;
    }

    /// <summary>Where the endpoint is, by default the resource's HTTPS one, else its HTTP one.</summary>
    /// <exception cref="ArgumentException">There is no such endpoint, or the application has not started.</exception>
    public static Uri GetEndpoint(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        string[] names = string.IsNullOrEmpty(endpointName) ? ["https", "http"] : [endpointName];
        var endpoint = (Find(app, resourceName) as IResourceWithEndpoints)?.GetEndpoints()
            .Where(e => names.Contains(e.EndpointName, StringComparer.OrdinalIgnoreCase) && e.IsAllocated)
            .OrderBy(e => Array.IndexOf(names, e.EndpointName))
            .FirstOrDefault();
        return endpoint is null
            ? throw new ArgumentException($"The resource '{resourceName}' has no endpoint {string.Join(" or ", names)} that listens.", nameof(endpointName))
            : new(endpoint.Url);
    }

    /// <summary>The connection string of the resource.</summary>
    /// <exception cref="ArgumentException">The resource has none.</exception>
    public static ValueTask<string?> GetConnectionStringAsync(this DistributedApplication app, string resourceName, CancellationToken cancellationToken = default) =>
        Find(app, resourceName) is IResourceWithConnectionString resource
            ? resource.GetConnectionStringAsync(cancellationToken)
            : throw new ArgumentException($"The resource '{resourceName}' has no connection string.", nameof(resourceName));

    static IResource Find(DistributedApplication app, string name) =>
        app.Services.GetRequiredService<DistributedApplicationModel>().Resources.TryGetByName(name, out var resource)
            ? resource
            : throw new ArgumentException($"There is no resource '{name}'.", nameof(name));
}
