namespace Aspire.Hosting;

/// <summary>Refuses a model in which some resource could never start.</summary>
static class WaitOrder
{
    /// <exception cref="DistributedApplicationException">A resource waits for one outside the model, or resources wait in a circle.</exception>
    public static void Check(IResourceCollection resources)
    {
        var done = new HashSet<IResource>();
        foreach (var resource in resources)
            Visit(resource, []);

        void Visit(IResource resource, List<IResource> path)
        {
            if (path.IndexOf(resource) is >= 0 and var start)
            {
                throw new DistributedApplicationException(
                    $"Resources wait for each other in a circle: {string.Join(" → ", path.Skip(start).Append(resource).Select(r => r.Name))}.");
            }

            if (done.Contains(resource))
                return;

            foreach (var target in Targets(resource))
            {
                if (!resources.Contains(target))
                    throw new DistributedApplicationException($"The resource '{resource.Name}' waits for '{target.Name}', which is not in the app model.");
                Visit(target, [.. path, resource]);
            }

            done.Add(resource);
        }
    }

    static IEnumerable<IResource> Targets(IResource resource)
    {
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>())
            yield return wait.Resource;
        if (resource is IResourceWithParent { Parent: var parent })
            yield return parent;
    }
}
