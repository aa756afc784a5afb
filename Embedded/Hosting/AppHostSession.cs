using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>One run of an AppHost: a developer's, or a test's beside it.</summary>
/// <param name="Name">Name of the AppHost's assembly.</param>
/// <param name="Directory">Folder of its project file; what outlives the run is kept below it.</param>
/// <param name="IsUnderTest">Whether ports are any free ones and nothing outlives the run.</param>
sealed record AppHostSession(string Name, string Directory, bool IsUnderTest)
{
    public static AppHostSession Of(Assembly? appHost, bool isUnderTest)
    {
        var directory = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(m => m.Key == "apphostprojectpath")?.Value;
        return new(appHost?.GetName().Name ?? "AppHost", directory ?? System.IO.Directory.GetCurrentDirectory(), isUnderTest);
    }

    /// <summary>What <c>dotnet run</c> would have set: the AppHost's first launch profile, unless another was chosen.</summary>
    public IReadOnlyDictionary<string, string?> LaunchSettings(IConfiguration chosen)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var profile = IsUnderTest ? LaunchProfile.Select(Directory, chosen["DOTNET_LAUNCH_PROFILE"]) : null;
        foreach (var (name, value) in profile?.EnvironmentVariables ?? new Dictionary<string, string>())
        {
            settings[name] = value;
            if (name.StartsWith("DOTNET_", StringComparison.OrdinalIgnoreCase))
                settings[name["DOTNET_".Length..]] = value;
        }

        return settings;
    }
}
