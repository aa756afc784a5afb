using System.Text.Json;

namespace Aspire.Hosting.Publishing;

/// <summary>What writes a manifest.</summary>
public sealed class ManifestPublishingContext(Utf8JsonWriter writer)
{
    /// <summary>The manifest so far.</summary>
    public Utf8JsonWriter Writer { get; } = writer;
}
