namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the system that the app model names.</summary>
public interface IResource
{
    /// <summary>The name that other resources refer to it by.</summary>
    string Name { get; }
}
