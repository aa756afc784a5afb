namespace Aspire.Hosting.ApplicationModel;

/// <summary>How many processes of a project run.</summary>
public class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    /// <summary>One or more.</summary>
    public int Replicas { get; } = replicas;
}

/// <summary>The resource counts as healthy only while this check passes.</summary>
public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    /// <summary>Names the check.</summary>
    public string Key { get; } = key;

    internal HttpProbe? Http { get; init; }
}

/// <summary>A GET that must be answered by a status code.</summary>
sealed record HttpProbe(EndpointReference Endpoint, string Path, int StatusCode);

/// <summary>Storage of a container that outlives it.</summary>
public sealed class ContainerMountAnnotation(string? source, string target, ContainerMountType type, bool isReadOnly) : IResourceAnnotation
{
    /// <summary>Name of the volume.</summary>
    public string? Source { get; } = source;

    /// <summary>Where the container sees it.</summary>
    public string Target { get; } = target;

    /// <summary>What kind of storage.</summary>
    public ContainerMountType Type { get; } = type;

    /// <summary>Whether the container may only read it.</summary>
    public bool IsReadOnly { get; } = isReadOnly;
}

/// <summary>What a container's storage is.</summary>
public enum ContainerMountType
{
    /// <summary>A folder of the machine.</summary>
    BindMount,

    /// <summary>A volume of the container runtime.</summary>
    Volume,
}

/// <summary>The image that a container runs.</summary>
public sealed class ContainerImageAnnotation : IResourceAnnotation
{
    /// <summary>Host of the registry.</summary>
    public string? Registry { get; set; }

    /// <summary>Name without registry and tag.</summary>
    public required string Image { get; set; }

    /// <summary>The version.</summary>
    public string? Tag { get; set; }
}

/// <summary>Which endpoints of another resource this one is told.</summary>
sealed class EndpointReferenceAnnotation(IResourceWithEndpoints resource) : IResourceAnnotation
{
    public IResourceWithEndpoints Resource { get; } = resource;

    public bool UseAllEndpoints { get; set; }

    public HashSet<string> EndpointNames { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>The resource is meant for another, which references or awaits it.</summary>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary><c>Reference</c>, <c>WaitFor</c> or <c>Parent</c>.</summary>
    public string Type { get; } = type;
}
