namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Starts the resource once another runs and is healthy, and so is what that lives in.</summary>
    /// <exception cref="DistributedApplicationException">A resource cannot wait for itself.</exception>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency) where T : IResourceWithWaitSupport
    {
        if (dependency.Resource is IResourceWithParent { Parent: var parent })
            builder.WithAnnotation(new WaitAnnotation(parent, WaitType.WaitUntilHealthy));
        return builder.WithWait(dependency.Resource, WaitType.WaitUntilHealthy);
    }

    /// <summary>Starts the resource once another has ended with the exit code.</summary>
    /// <exception cref="DistributedApplicationException">A resource cannot wait for itself.</exception>
    public static IResourceBuilder<T> WaitForCompletion<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport => builder.WithWait(dependency.Resource, WaitType.WaitForCompletion, exitCode);

    static IResourceBuilder<T> WithWait<T>(this IResourceBuilder<T> builder, IResource dependency, WaitType type, int exitCode = 0)
        where T : IResourceWithWaitSupport => ReferenceEquals(builder.Resource, dependency)
            ? throw new DistributedApplicationException($"The resource '{dependency.Name}' cannot wait for itself.")
            : builder
                .WithAnnotation(new ResourceRelationshipAnnotation(dependency, "WaitFor"))
                .WithAnnotation(new WaitAnnotation(dependency, type, exitCode));
}
