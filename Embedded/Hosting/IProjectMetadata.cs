namespace Aspire.Hosting;

/// <summary>Names the project file behind a project resource.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>Full path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>Full path of what the build made of it, which Aspire finds by other means; null where it was not built with the AppHost.</summary>
    string? AssemblyPath => null;
}
