namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project that runs as one or more processes.</summary>
public class ProjectResource(string name) : Resource(name),
    IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport
{
    internal IProjectMetadata Metadata => Annotations.OfType<IProjectMetadata>().LastOrDefault()
        ?? throw new DistributedApplicationException($"The project resource '{Name}' has no project.");

    /// <summary>The dll to run.</summary>
    /// <exception cref="DistributedApplicationException">The project has not been built with the AppHost.</exception>
    internal string AssemblyPath => Metadata.AssemblyPath is { } path && File.Exists(path)
        ? path
        : throw new DistributedApplicationException($"The project '{Metadata.ProjectPath}' of '{Name}' is not built: build the AppHost.");
}
