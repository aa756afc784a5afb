using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where a parameter's value comes from when none is configured.</summary>
public abstract class ParameterDefault
{
    /// <summary>Tells a deployment tool how to come by a value; writes properties of the input's <c>default</c> object.</summary>
    public abstract void WriteToManifest(ManifestPublishingContext context);

    /// <summary>A new value.</summary>
    public abstract string GetDefaultValue();
}
