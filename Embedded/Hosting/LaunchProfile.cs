using System.Text.Json;

namespace Aspire.Hosting;

/// <summary>A way to start a project, from its <c>Properties/launchSettings.json</c>.</summary>
sealed record LaunchProfile(string Name, string? ApplicationUrl, IReadOnlyDictionary<string, string> EnvironmentVariables)
{
    static readonly JsonDocumentOptions lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The preferred profile where the project has it, else its first that starts the project itself.</summary>
    public static LaunchProfile? Select(string projectDirectory, string? preferred)
    {
        var profiles = Read(Path.Combine(projectDirectory, "Properties", "launchSettings.json"));
        return profiles.FirstOrDefault(p => p.Name == preferred) ?? profiles.FirstOrDefault();
    }

    /// <summary>The profile of that name.</summary>
    /// <exception cref="DistributedApplicationException">The project has no such profile.</exception>
    public static LaunchProfile Named(string projectDirectory, string name) => Select(projectDirectory, name) is { } profile && profile.Name == name
        ? profile
        : throw new DistributedApplicationException($"The launch settings of '{projectDirectory}' have no profile '{name}'.");

    static List<LaunchProfile> Read(string path)
    {
        if (!File.Exists(path))
            return [];

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), lenient);
            return [.. from profile in json.RootElement.GetProperty("profiles").EnumerateObject()
                       where profile.Value.TryGetProperty("commandName", out var command) is false || command.ValueEquals("Project")
                       select Parse(profile)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DistributedApplicationException($"The launch settings '{path}' cannot be read: {e.Message}", e);
        }
    }

    static LaunchProfile Parse(JsonProperty profile) => new(
        profile.Name,
        profile.Value.TryGetProperty("applicationUrl", out var url) ? url.GetString() : null,
        profile.Value.TryGetProperty("environmentVariables", out var variables)
            ? variables.EnumerateObject().ToDictionary(v => v.Name, v => v.Value.GetString() ?? "")
            : []);
}
