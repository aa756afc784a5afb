namespace Aspire.Hosting;

/// <summary>A way to start a project, from its <c>Properties/launchSettings.json</c>.</summary>
sealed record LaunchProfile(string Name, string? ApplicationUrl, IReadOnlyDictionary<string, string> EnvironmentVariables, string? CommandLineArgs);
