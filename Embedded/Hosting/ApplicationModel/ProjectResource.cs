namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project that runs as one or more processes.</summary>
public class ProjectResource(string name) : Resource(name),
    IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport
{
    internal IProjectMetadata Metadata => Annotations.OfType<IProjectMetadata>().LastOrDefault()
        ?? throw new DistributedApplicationException($"The project resource '{Name}' has no project.");

    /// <summary>The endpoint that a manifest gives every web project for HTTPS; nothing listens there.</summary>
    internal EndpointAnnotation? DefaultHttpsEndpoint { get; set; }

    internal LaunchProfile? LaunchProfile { get; init; }
}
