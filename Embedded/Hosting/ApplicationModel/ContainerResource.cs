namespace Aspire.Hosting.ApplicationModel;

/// <summary>A server that Aspire would run in a container.</summary>
public class ContainerResource(string name, string? entrypoint = null) : Resource(name),
    IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    /// <summary>Replaces the image's own entry point.</summary>
    public string? Entrypoint { get; set; } = entrypoint;
}
