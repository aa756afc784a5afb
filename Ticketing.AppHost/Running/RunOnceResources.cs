namespace Ticketing.AppHost.Running;

static class RunOnceResources
{
    /// <summary>Those that others wait for to end.</summary>
    public static HashSet<IResource> RunOnce(this DistributedApplicationModel model) =>
    [
        .. model.Resources
            .SelectMany(resource => resource.Annotations.OfType<WaitAnnotation>())
            .Where(wait => wait.WaitType == WaitType.WaitForCompletion)
            .Select(wait => wait.Resource),
    ];
}
