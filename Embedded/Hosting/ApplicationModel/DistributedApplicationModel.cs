namespace Aspire.Hosting.ApplicationModel;

/// <summary>The finished app model, for services of the AppHost.</summary>
public class DistributedApplicationModel(IResourceCollection resources)
{
    /// <summary>The resources, in the order they were added.</summary>
    public IResourceCollection Resources { get; } = resources;
}
