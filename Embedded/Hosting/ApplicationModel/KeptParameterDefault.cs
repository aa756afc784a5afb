using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A default that is generated once and kept.</summary>
sealed class KeptParameterDefault(string name, ParameterDefault first, ParameterStore store) : ParameterDefault
{
    public override string GetDefaultValue() => store.GetOrAdd(name, first.GetDefaultValue);

    public override void WriteToManifest(ManifestPublishingContext context) => first.WriteToManifest(context);
}
