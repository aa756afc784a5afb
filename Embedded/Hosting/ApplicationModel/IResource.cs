namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the system that the app model names.</summary>
public interface IResource
{
    /// <summary>The name that other resources refer to it by; unique regardless of case.</summary>
    string Name { get; }

    /// <summary>What has been said about the resource so far.</summary>
    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>Takes command line arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>Takes environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>Listens on endpoints.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>Its endpoints are found by name by those who refer to it.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

/// <summary>Can be told to start after other resources.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>Lives inside another resource.</summary>
public interface IResourceWithParent : IResource
{
    /// <summary>The resource it lives in.</summary>
    IResource Parent { get; }
}

/// <summary>Lives inside another resource of a known type.</summary>
public interface IResourceWithParent<out T> : IResourceWithParent where T : IResource
{
    /// <summary>The resource it lives in.</summary>
    new T Parent { get; }

    IResource IResourceWithParent.Parent => Parent;
}
