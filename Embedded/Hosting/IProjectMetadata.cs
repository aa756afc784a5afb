namespace Aspire.Hosting;

/// <summary>Names the project file behind a project resource.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>Full path of the project file.</summary>
    string ProjectPath { get; }
}
