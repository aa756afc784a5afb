using System.Reflection;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Support.AppHost;

/// <summary>The settings that a service's code reads: those of its own project, and of what every service has.</summary>
static partial class SettingReaders
{
    static readonly string[] Shared = ["Ticketing.Core", "Ticketing.ServiceDefaults"];

    /// <summary>What the platform reads: the web host, OpenTelemetry, logging, service discovery; and what Aspire sets in its own way beside that.</summary>
    static readonly Regex Platform = PlatformSettings();

    public static bool IsRead(string service, string variable) =>
        Platform.IsMatch(variable) || Read(ProjectOf(service)).Contains(ListItem().Replace(variable.Replace("__", ":", StringComparison.Ordinal), ""));

    public static string ProjectOf(string service) => service switch
    {
        "api" => "Ticketing.Api",
        "seat-holds" => "Ticketing.SeatHolds",
        "web" => "Ticketing.Web",
        _ => "Ticketing.Workers",
    };

    static HashSet<string> Read(string project)
    {
        var settings = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var folder in (IEnumerable<string>)[project, .. Shared])
        {
            foreach (var source in Sources(folder).Select(File.ReadAllText))
            {
                foreach (Match bound in BoundSections().Matches(source))
                    settings.UnionWith(Properties(project, bound.Groups["type"].Value).Select(property => $"{bound.Groups["section"].Value}:{property}"));
                settings.UnionWith(Named().Matches(source).Select(named => named.Groups["name"].Value));
                settings.UnionWith(Connections().Matches(source).Select(connection => $"ConnectionStrings:{connection.Groups["name"].Value}"));
                settings.UnionWith(from connection in OneForEachService().Matches(source)
                                   from service in Settings.Services
                                   select $"ConnectionStrings:{connection.Groups["name"].Value}_{service.Replace('-', '_')}");
            }
        }

        return settings;
    }

    /// <summary>Of a type of the project's own, or of one that services share.</summary>
    static IEnumerable<string> Properties(string project, string type) =>
        Shared.Prepend(project).SelectMany(name => Assembly.Load(name).GetTypes()).First(candidate => candidate.Name == type).GetProperties().Where(property => property.CanWrite).Select(property => property.Name);

    static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(@"^(OTEL_\w+|Logging__\w+|HTTP_PORTS|ASPNETCORE_FORWARDEDHEADERS_ENABLED|services__(api|seat-holds)__http__0|(API|SEAT_HOLDS)_HTTP)$")]
    private static partial Regex PlatformSettings();

    [GeneratedRegex(@":\d+$")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"AddOptions<(?<type>\w+)>\(\)\s*\.BindConfiguration\(""(?<section>\w+)""\)")]
    private static partial Regex BoundSections();

    [GeneratedRegex(@"(?:GetValue(?:<[^>(]+>)?\(|GetSection\(|Required\(|AddPeriodicJob<\w+>\(|onfiguration\[)""(?<name>[\w:]+)""")]
    private static partial Regex Named();

    [GeneratedRegex(@"(?:GetConnectionString|AddressOf|AddNpgsqlDbContext<\w+>|AddRedisClient|AddRabbitMQClient)\(\s*""(?<name>[\w-]+)""")]
    private static partial Regex Connections();

    [GeneratedRegex(@"GetConnectionString\(\$""(?<name>[a-z]+)_\{service\}""\)")]
    private static partial Regex OneForEachService();
}
