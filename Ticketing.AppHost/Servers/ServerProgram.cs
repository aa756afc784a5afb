using System.Globalization;

namespace Ticketing.AppHost.Servers;

/// <summary>A program of the system's packages.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Package">The Debian package that brings it.</param>
sealed record ServerProgram(string Name, string Package)
{
    public static readonly ServerProgram Redis = new("redis-server", "redis-server");
    public static readonly ServerProgram RabbitMq = new("rabbitmq-server", "rabbitmq-server");
    public static readonly ServerProgram Epmd = new("epmd", "rabbitmq-server");
    public static readonly ServerProgram Postgres = new("postgres", "postgresql");
    public static readonly ServerProgram InitDb = new("initdb", "postgresql");

    // The packages' folders come first: Debian's wrappers in PATH switch users or choose clusters.
    static IEnumerable<string> Folders =>
    [
        .. Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(VersionOf).Select(version => $"{version}/bin")
            : [],
        "/usr/lib/rabbitmq/bin",
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
        "/usr/sbin",
    ];

    /// <summary>The full path, or null where it is not installed.</summary>
    /// <param name="searchPath">Folders, colon-separated, to look into instead of PATH and the packages' own.</param>
    public string? Find(string? searchPath = null) =>
        (searchPath?.Split(':') ?? Folders).Select(folder => System.IO.Path.Combine(folder, Name)).FirstOrDefault(File.Exists);

    public string Path => Find() ?? throw new DistributedApplicationException(Absence);

    /// <summary>Says how to get it.</summary>
    public string Absence => $"'{Name}' is not installed. It is in the package '{Package}': apt-get install -y --no-install-recommends {Package}";

    static int VersionOf(string folder) =>
        int.TryParse(System.IO.Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;
}
