namespace Aspire.Hosting.Running.Supervision;

static class ResourceWaits
{
    /// <summary>What a resource waits for: what the model says, and what it lives in.</summary>
    public static IEnumerable<WaitAnnotation> Waits(this IResource resource) => resource is IResourceWithParent child
        ? resource.Annotations.OfType<WaitAnnotation>().Prepend(new WaitAnnotation(child.Parent, WaitType.WaitUntilHealthy))
        : resource.Annotations.OfType<WaitAnnotation>();
}
