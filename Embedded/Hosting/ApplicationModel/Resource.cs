namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource with a checked name.</summary>
public abstract class Resource : IResource
{
    /// <summary>Names the resource.</summary>
    /// <exception cref="ArgumentException">The name is not 1–64 ASCII letters, digits and single hyphens, starting with a letter and not ending in a hyphen.</exception>
    protected Resource(string name)
    {
        ModelName.Validate(nameof(Resource), name);
        Name = name;
    }

    /// <inheritdoc />
    public virtual string Name { get; }

    /// <inheritdoc />
    public virtual ResourceAnnotationCollection Annotations { get; } = [];
}
